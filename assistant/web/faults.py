"""Faults in the log, without a word of what a user typed."""

import logging
import traceback
from typing import Final

_LOG: Final = logging.getLogger("waaier.web")


def log_fault(what: str, fault: BaseException) -> None:
    """Write a fault to the log: its class and the lines of code, never its message, which could hold a question."""
    frames = traceback.format_list(traceback.extract_tb(fault.__traceback__))
    _LOG.error("%s: %s\n%s", what, type(fault).__name__, "".join(frames))
