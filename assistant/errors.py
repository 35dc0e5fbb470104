# ruff: noqa: N818 - errors are named by the situation in which they happen
"""Errors of asking and looking up."""

from ingest.errors import WaaierError


class UnknownName(WaaierError):
    """No practice has that name; `near` holds the names that are most alike, best first."""

    def __init__(self, name: str, near: tuple[str, ...]) -> None:
        """Say which names are near `name`."""
        self.near = near
        meant = f" Did you mean: {', '.join(near)}?" if near else ""
        super().__init__(f"'{name}': no practice has that name.{meant} All names: waaier lookup")


class BatchFault(WaaierError):
    """A line of a batch file is not a question."""
