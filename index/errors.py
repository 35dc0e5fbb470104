# ruff: noqa: N818 - errors are named by the situation in which they happen
"""Errors of building and loading an index."""

from ingest.errors import WaaierError


class IndexMissing(WaaierError):
    """No index has been built yet."""


class IndexStale(WaaierError):
    """The index was built from other files, another encoder or other options than those in use."""


class IndexDamaged(WaaierError):
    """A file of the index is missing or does not match its checksum."""


class IndexUnwritable(WaaierError):
    """The index cannot be written: no permission, no space."""


class QuestionsFault(WaaierError):
    """The file of written questions has a fault."""
