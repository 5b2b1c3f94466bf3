"""The file as it lies on the disk: is it a plain file, can it be read, and what kind of file is it?"""

import errno
import os
import stat
from pathlib import Path

from optmodel.workbook.refusal import RefusedError

FILE_MOST = 64 * 1024 * 1024
"""The most bytes a file may have."""

OLE_HEADER = bytes.fromhex("D0CF11E0A1B11AE1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
SAVE_AS = 'Open it in Excel or LibreOffice and save it as "Excel Workbook (.xlsx)".'


def bytes_of(path: Path) -> bytes:
    """Return what stands in the file; refuse a folder, a pipe, a device, a file that is too large or cannot be read."""
    address = str(path)
    try:
        # Without O_NONBLOCK opening a pipe would wait for somebody to write into it.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        try:
            mode = os.fstat(handle).st_mode
            if stat.S_ISREG(mode):
                with open(handle, "rb", closefd=False) as file:
                    data = file.read(FILE_MOST + 1)
        finally:
            os.close(handle)
    except (OSError, ValueError) as error:
        raise _cannot_open(address, error) from error
    if stat.S_ISDIR(mode):
        raise RefusedError(address, "This is a folder.", "Name the workbook in it.")
    if not stat.S_ISREG(mode):
        raise RefusedError(address, "This is a pipe or a device, not a file.", "Name a workbook (.xlsx) on the disk.")
    if len(data) > FILE_MOST:
        problem = f"The file has more than {FILE_MOST // 2**20} MB; a filled template has less than one."
        raise RefusedError(address, problem, "Copy the figures into a new template, without pictures.")
    return data


def _cannot_open(address: str, error: OSError | ValueError) -> RefusedError:
    code = error.errno if isinstance(error, OSError) else None
    if code in (errno.ENOENT, errno.ENOTDIR):
        return RefusedError(address, "There is no such file.", "Check the path and the spelling.")
    if code == errno.EISDIR:
        return RefusedError(address, "This is a folder.", "Name the workbook in it.")
    if code in (errno.EACCES, errno.EPERM):
        remedy = "Ask for permission to read it, or close it in the program that holds it."
        return RefusedError(address, "The file may not be read.", remedy)
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return RefusedError(address, f"The file cannot be opened: {reason}.", "Check the path.")


def refuse_other_kinds(address: str, data: bytes) -> None:
    """Refuse what is not a zip archive, which every .xlsx file is, and say what it seems to be."""
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not data:
        raise RefusedError(address, "The file is empty.", "Make a new template, or look for the file's last good copy.")
    if data.startswith(b"PK\x03\x04"):
        return
    if data.startswith(OLE_HEADER):
        if ENCRYPTED in data:
            remedy = "Open it in Excel, remove the password under File > Info > Protect Workbook, and save it."
            raise RefusedError(address, "The workbook is protected with a password.", remedy)
        raise RefusedError(address, "This is a workbook of the old kind (.xls) or another Office file.", SAVE_AS)
    if start.startswith(b"<"):
        raise RefusedError(address, "This is a web page or XML file with the name of a workbook.", SAVE_AS)
    if start.startswith(b"%PDF"):
        raise RefusedError(address, "This is a PDF file.", "Give the workbook it was printed from.")
    if b"\x00" not in start and any(mark in start for mark in (b",", b";", b"\t")) and _is_text(start):
        problem = "This is a text file (CSV), not a workbook: it can hold only one sheet."
        raise RefusedError(address, problem, "Copy its figures into a template.")
    raise RefusedError(address, "This is not an Excel workbook (.xlsx).", SAVE_AS)


def _is_text(data: bytes) -> bool:
    return all(byte >= 32 or byte in b"\t\r\n" for byte in data)
