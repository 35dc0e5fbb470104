"""The answer as every edge sees it: command line, web page, HTTP, MCP and evaluation share this one schema.

`answer.schema.json` beside this file is the JSON Schema of `Answer.as_json()`; a test holds the two together.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

SCHEMA_VERSION = 1
MAX_QUESTION = 2_000
"""Longest question in characters; a longer one is refused with a sentence."""
MAX_TURNS = 10
"""Turns of the history that are looked at; earlier ones are left out."""

Status = Literal["answered", "not_in_handbook", "clarify"]
Language = Literal["nl", "en"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim quote and its place: `section.text[start:end] == quote`.

    Constructing one without section, page and quote is refused.
    `kind`, `name`, `theme`, `facet` are those of the section; `passage_id` is the passage that holds the quote's start;
    `section_id` the section to open; `links` the link targets (url, label) that stand in the quote.
    """

    n: int
    kind: str
    name: str
    theme: str | None
    facet: str | None
    page: int
    page_label: str
    quote: str
    passage_id: str
    section_id: str
    start: int
    end: int
    links: tuple[dict[str, str], ...] = ()

    def __post_init__(self) -> None:
        if not (self.section_id and self.quote and self.page > 0):
            raise ValueError("a citation needs a section, a page and a quote")


@dataclass(frozen=True, slots=True)
class PassageView:
    """A retrieved passage; `score` is comparable within one answer only.

    Best first, those that a list or a comparison cites before all others.
    """

    id: str
    kind: str
    name: str
    theme: str | None
    facet: str | None
    page: int
    page_label: str
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class Card:
    """A contact or funding card shown before the quotes.

    Its rows are label, value, link ('' where none) and citation number. A value that the handbook does not give is
    None, and its row has no citation number.
    """

    kind: Literal["contact", "funding"]
    name: str
    rows: tuple[tuple[str, str | None, str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question.

    `resolved_question` is the question with what the conversation adds; `answer` is text with [n] markers, made of
    verbatim quotes and fixed sentences; `members` the full list for a list question; `choices` at most four readings
    where status is clarify, each a question that can be asked as it is; `also` what there is instead where the handbook
    does not give what was asked: citations apart from the answer. `confidence` is how likely the handbook answers the
    question, 0 to 1.
    """

    question: str
    resolved_question: str
    language: Language
    status: Status
    kind: str
    answer: str
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    also: tuple[Citation, ...] = ()
    cards: tuple[Card, ...] = ()
    passages: tuple[PassageView, ...] = ()
    suggestions: tuple[str, ...] = ()
    confidence: float = 0.0
    timings_ms: dict[str, float] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The answer as the documented JSON object."""
        body = asdict(self)
        return {"schema": SCHEMA_VERSION, "answered": self.status == "answered", **body}


@dataclass(frozen=True, slots=True)
class Turn:
    """What a follow-up may need of an earlier turn. Made from an answer, never more than that."""

    question: str
    resolved_question: str
    kind: str
    names: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()

    @classmethod
    def of(cls, answer: Answer) -> "Turn":
        """The turn that `answer` closed."""
        return cls(
            question=answer.question,
            resolved_question=answer.resolved_question,
            kind=answer.kind,
            names=answer.names,
            members=answer.members,
            choices=answer.choices,
        )
