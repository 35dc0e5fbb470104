"""Text files by lines."""

from pathlib import Path


def read_lines(path: Path) -> list[str]:
    """The lines of a UTF-8 file, without their ends.

    Unlike `str.splitlines`, it leaves U+2028 and its like within a line: JSON may hold them as they are.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is not UTF-8.
    """
    with path.open(encoding="utf-8") as lines:
        return [line.removesuffix("\n") for line in lines]
