# ruff: noqa: N818 - errors are named by the situation in which they happen
"""Errors that a user can cause or mend.

Every message says what is wrong, where, and what to do now, in one line. They are raised deep and caught only at
the edges: the command line prints the line and exits with status 1, the web page shows a Dutch sentence.

    WaaierError
    ├── HandbookError        the handbook file cannot be used
    │   ├── HandbookNotFound     no such file
    │   ├── EmptyHandbook        no text in it (an empty file, a scanned PDF)
    │   ├── WrongEncoding        a text file that is not UTF-8
    │   └── UnreadablePdf        not a PDF, damaged, encrypted, or too heavy to read
    └── ProfileError         the profile does not fit its form or its handbook
"""


class WaaierError(Exception):
    """Base of all errors whose message is meant for the user."""


class HandbookError(WaaierError):
    """The handbook file cannot be used."""


class HandbookNotFound(HandbookError):
    """There is no file at the handbook's path."""


class EmptyHandbook(HandbookError):
    """The file holds no text."""


class WrongEncoding(HandbookError):
    """The text file is not UTF-8."""


class UnreadablePdf(HandbookError):
    """The file is no PDF, is damaged or encrypted, or takes too much to read."""


class ProfileError(WaaierError):
    """The profile has a fault or does not fit the handbook."""
