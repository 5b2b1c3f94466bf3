"""Putting a file where it was asked for: whole or not at all, and never over another one unless told."""

import os
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
    try:
        if os.path.lexists(path) and not overwrite:
            raise FileExistsError
        with beside.open("xb") as file:
            file.write(data)
        if not overwrite:
            path.open("xb").close()  # claims the name, and fails where somebody took it in the meantime
        beside.replace(path)
    except FileExistsError as error:
        raise OutputError(
            f"{path} exists already and was left alone. Name another file, or ask to overwrite it."
        ) from error
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}. Choose another place.") from error
    finally:
        beside.unlink(missing_ok=True)
