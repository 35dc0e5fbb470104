"""The generations of an index: each a folder of its own, one of them current by a pointer that is replaced in one step.

    home/
    ├── current                the pointer: the name of the generation in use
    ├── generation-1f0c9a3e/   files of one build, never written again once the pointer names it
    ├── generation-.../        the one before it, for who has just read the pointer
    └── lock                   held by the process that builds

Whatever else there is was left by a build that was killed; only the holder of the lock removes it.
"""

import os
import re
import secrets
import shutil
from pathlib import Path

from index.errors import IndexDamaged, IndexMissing

LOCK = "lock"
_POINTER = "current"
_DRAFT = f"{_POINTER}.new"
_NAME = re.compile(r"generation-[0-9a-z_]{1,32}")


def current(home: Path) -> Path:
    """The folder of the generation in use.

    Raises:
        IndexMissing: there is no pointer.
        IndexDamaged: the pointer does not hold the name of a generation.
    """
    try:
        name = (home / _POINTER).read_bytes()[:100].decode("ascii")
    except OSError:
        raise IndexMissing(f"{home}: there is no index yet. Build it with: waaier index") from None
    except UnicodeDecodeError:
        name = ""
    if not _NAME.fullmatch(name):
        raise IndexDamaged(f"{home / _POINTER}: names no index. Build it anew with: waaier index")
    return home / name


def new_generation(home: Path) -> Path:
    """A new, empty folder for a generation. The caller holds the lock.

    What killed builds left is removed first: it may be what fills the disk.

    Raises:
        OSError: it cannot be made.
    """
    _remove_all_but(home, _pointed_at(home))
    folder = home / f"generation-{secrets.token_hex(4)}"
    folder.mkdir()
    return folder


def publish(home: Path, folder: Path) -> None:
    """Make `folder` the current generation in one step; the one before it is kept. The caller holds the lock.

    All of it is on the disk before the pointer names it, so that a crash leaves the old generation or the new one.

    Raises:
        OSError: the disk is full or fails; the pointer is as it was.
    """
    for path in sorted(folder.rglob("*"), reverse=True):
        _sync(path)
    _sync(folder)
    _sync(home)
    before = _pointed_at(home)
    draft = home / _DRAFT
    draft.write_text(folder.name, "ascii")
    _sync(draft)
    draft.replace(home / _POINTER)
    _sync(home)
    _remove_all_but(home, folder.name, before)


def discard(home: Path, folder: Path) -> None:
    """Remove a generation whose build failed, unless it is current already. The caller holds the lock."""
    if _pointed_at(home) != folder.name:
        shutil.rmtree(folder, ignore_errors=True)


def _pointed_at(home: Path) -> str:
    """Name of the current generation, empty where there is none."""
    try:
        return current(home).name
    except (IndexMissing, IndexDamaged):
        return ""


def _remove_all_but(home: Path, *names: str) -> None:
    for old in home.glob("generation-*"):
        if old.name not in names:
            shutil.rmtree(old, ignore_errors=True)
    for draft in home.glob(f"{_POINTER}.*"):
        draft.unlink(missing_ok=True)


def _sync(path: Path) -> None:
    """Have the system write a file or a folder to the disk."""
    if path.is_dir():
        if os.name != "posix":
            return  # other systems do not open folders
        file = os.open(path, os.O_RDONLY)
    else:
        file = os.open(path, os.O_RDWR)  # Windows syncs only what is open for writing
    try:
        os.fsync(file)
    finally:
        os.close(file)
