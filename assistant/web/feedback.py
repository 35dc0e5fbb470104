"""Votes: kept in the user's browser only, unless the operator names a file."""

import json
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assistant.web.session import Exchange
from ingest.errors import WaaierError


class FeedbackUnwritable(WaaierError):  # noqa: N818 - errors are named by the situation in which they happen
    """The file for votes cannot be written."""


@dataclass(frozen=True, slots=True)
class Feedback:
    """Where votes go. Without a `path` nothing is stored; with one, each vote is one JSON line with its question.

    Raises:
        FeedbackUnwritable: `path` cannot be written. It is opened at once: the first vote would be too late to hear it.
    """

    path: Path | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Open the file once."""
        if self.path is None:
            return
        try:
            self.path.open("a").close()
        except OSError as fault:
            raise FeedbackUnwritable(
                f"{self.path}: votes cannot be kept there ({fault.strerror}). Name another file with --feedback."
            ) from None

    @property
    def stores(self) -> bool:
        """Whether votes and their questions are kept."""
        return self.path is not None

    def keep(self, exchange: Exchange) -> None:
        """Append the vote on `exchange` to the file. The day is kept, not the time, and nothing of the user."""
        if self.path is None:
            return
        answer = exchange.answer
        line = {
            "day": datetime.now(UTC).date().isoformat(),
            "vote": exchange.vote,
            "reason": exchange.reason,
            "question": answer.question,
            "status": answer.status,
            "kind": answer.kind,
            "sources": [citation.passage_id for citation in answer.citations],
        }
        with self._lock, self.path.open("a", encoding="utf-8") as out:
            out.write(json.dumps(line, ensure_ascii=False) + "\n")
