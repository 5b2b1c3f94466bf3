"""Putting a file where it was asked for: whole or not at all, and never over another one unless told."""

import contextlib
import secrets
from pathlib import Path

from optmodel.errors import OutputError


def save(data: bytes, path: Path, *, overwrite: bool) -> None:
    """Write the bytes to a new file, or in place of an old one where ``overwrite`` is true.

    The bytes first go into a file beside it, which then takes the name in one step.
    """
    if path.is_dir():
        raise OutputError(f"{path} is a folder. Name a file in it.")
    beside = path.with_name(f".{path.name[:40]}.{secrets.token_hex(4)}.part")
    is_claimed = False
    try:
        if not overwrite:
            path.open("xb").close()  # fails where there is a file, or a link to one
            is_claimed = True
        beside.write_bytes(data)
        beside.replace(path)
        is_claimed = False
    except FileExistsError as error:
        remedy = "Name another file, or ask to overwrite it."
        raise OutputError(f"{path} exists already and was left alone. {remedy}") from error
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
            if is_claimed:
                path.unlink()
