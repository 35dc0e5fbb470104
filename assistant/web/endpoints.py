"""What other programs can ask: four functions with plain types, served over HTTP and as MCP tools.

Their docstrings are the documentation that clients see; they never raise anything but `EndpointRefusedError`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from assistant.errors import UnknownName
from assistant.messages import say
from assistant.schema import MAX_QUESTION, MAX_TURNS, Turn
from assistant.web.compare import MAX_COMPARED
from assistant.web.faults import log_fault
from assistant.web.library import Library
from assistant.web.session import QuestionRefusedError, checked_question
from ingest.document import Section
from ingest.factsheet import FIELDS


class EndpointRefusedError(Exception):
    """A request that cannot be met; `args[0]` is the sentence for the caller, in Dutch."""


class Endpoints:
    """The four functions over one assistant."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def ask(self, question: str, history: list[dict[str, Any]] | None = None) -> dict[str, Any]:
        """Answer a question with the handbook's own words and their sources.

        Args:
            question: The question, in Dutch or English, at most 2,000 characters.
            history: Earlier answers of this conversation as this function returned them, oldest first. At most the last
                eight are used, and only to understand a follow-up question.

        Returns:
            The answer object of answer.schema.json: status, answer text with [n] markers, citations, cards.
        """
        return self._answered(lambda: self._ask(question, history))

    def lookup(self, name: str = "") -> dict[str, Any]:
        """Look up one practice example: contact details, funding and other facts, each with its source.

        Args:
            name: The name of the practice, spelled roughly. Leave it empty for all practices.

        Returns:
            One fact sheet, or with an empty name {"practices": [fact sheets]}. An empty list means that the handbook
            does not state it.
        """
        return self._answered(lambda: self._lookup(name))

    def compare(self, names: list[str]) -> dict[str, Any]:
        """Compare two to four practice examples field by field.

        Args:
            names: The names of two to four practices, spelled roughly.

        Returns:
            {"names": [...], "fields": {field: {name: [facts with their sources]}}}.
        """
        return self._answered(lambda: self._compare(names))

    def sources(self, section_id: str = "") -> dict[str, Any]:
        """Read a section of the handbook that a citation points to.

        Args:
            section_id: The `section_id` of a citation. Leave it empty for the list of all sections.

        Returns:
            The section with its text, heading path, page and links; or {"sections": [all, without their text]}.
        """
        return self._answered(lambda: self._sources(section_id))

    def _answered(self, work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return work()
        except EndpointRefusedError:
            raise
        except QuestionRefusedError as refusal:
            raise EndpointRefusedError(say(str(refusal))) from None
        except UnknownName as fault:
            raise EndpointRefusedError(_unknown(fault)) from None
        except Exception as fault:  # the edge: the caller gets a sentence, the log the place
            log_fault("an endpoint failed", fault)
            raise EndpointRefusedError(say("web_fault")) from None

    def _ask(self, question: object, history: object) -> dict[str, Any]:
        return self._library.ask(checked_question(question), turns(history)).as_json()

    def _lookup(self, name: object) -> dict[str, Any]:
        words = _words(name)
        if not words:
            return {"practices": [asdict(sheet) for sheet in self._library.fact_sheets]}
        return asdict(self._library.lookup(words))

    def _compare(self, names: object) -> dict[str, Any]:
        wanted = list(dict.fromkeys(_words(name) for name in names)) if isinstance(names, list) else []
        if not 2 <= len(wanted) <= MAX_COMPARED:
            raise EndpointRefusedError(say("web_compare_count", most=MAX_COMPARED))
        sheets = list({sheet.name: sheet for sheet in map(self._library.lookup, wanted)}.values())
        if len(sheets) < 2:
            raise EndpointRefusedError(say("web_compare_count", most=MAX_COMPARED))
        fields = {
            field: {sheet.name: [asdict(fact) for fact in getattr(sheet, field)] for sheet in sheets}
            for field in FIELDS
        }
        return {"names": [sheet.name for sheet in sheets], "fields": fields}

    def _sources(self, section_id: object) -> dict[str, Any]:
        words = _words(section_id)
        if not words:
            return {"sections": [_section(section, with_text=False) for section in self._library.handbook.sections]}
        try:
            return _section(self._library.section(words), with_text=True)
        except KeyError:
            raise EndpointRefusedError(say("web_no_section")) from None


def _unknown(fault: UnknownName) -> str:
    """That the handbook has no such practice, with the names that are near."""
    return say("web_no_practice_near", names=", ".join(fault.near)) if fault.near else say("web_no_practice")


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_QUESTION:
        raise EndpointRefusedError(say("web_bad_request"))
    return value.strip()


def _section(section: Section, with_text: bool) -> dict[str, Any]:
    body = asdict(section)
    kept = [
        "id",
        "kind",
        "name",
        "theme",
        "facet",
        "heading_path",
        "page",
        "page_label",
        *(["text", "links", "breaks"] if with_text else []),
    ]
    return {key: body[key] for key in kept}


def turns(history: object) -> tuple[Turn, ...]:
    """The turns in a client's `history`, at most the last `MAX_TURNS`; what is odd in it is left out.

    A client can send anything: texts are cut off, lists bounded, and nothing but a turn's own fields is used.
    """
    if not isinstance(history, Sequence) or isinstance(history, str | bytes):
        return ()
    return tuple(_turn(entry) for entry in list(history)[-MAX_TURNS:] if isinstance(entry, Mapping))


def _turn(entry: Mapping[str, Any]) -> Turn:
    def words(key: str) -> str:
        value = entry.get(key)
        return value[:MAX_QUESTION] if isinstance(value, str) else ""

    def names(key: str) -> tuple[str, ...]:
        value = entry.get(key)
        return tuple(name[:200] for name in value[:50] if isinstance(name, str)) if isinstance(value, list) else ()

    question = words("question")
    return Turn(
        question,
        words("resolved_question") or question,
        words("kind"),
        names("names"),
        names("members"),
        names("choices"),
    )


def as_mcp_json(outputs: list[Any], _: str) -> list[Any]:
    """What an MCP tool gives: JSON. Gradio itself would send Python's notation of the object."""
    from mcp.types import TextContent

    return [TextContent(type="text", text=json.dumps(output, ensure_ascii=False)) for output in outputs]
