"""The strict checker: does an answer consist of the handbook's words, canonical names and fixed sentences only?

It works on the JSON of an answer and on the handbook, and knows nothing of how answers are made.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from typing import Any

from assistant.aspects import read_aspects
from assistant.schema import Language
from index.names import read_names
from ingest.document import Section
from ingest.handbook import Handbook
from tests.conftest import ROOT

Json = dict[str, Any]
LANGUAGES: tuple[Language, ...] = ("nl", "en")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_QUOTE = "\0"
_MARKER = re.compile(r"\[(\d+)\]")


@cache
def sentences() -> dict[str, dict[str, str]]:
    """The fixed sentences by key, then by language."""
    table: dict[str, dict[str, str]] = tomllib.loads((ROOT / "assistant" / "messages.toml").read_text("utf-8"))
    return table


class Verbatim:
    """Checks answers over one handbook."""

    def __init__(self, handbook: Handbook) -> None:
        profile = handbook.profile
        self._sections = {section.id: section for section in handbook.sections}
        self._chunks = {chunk.id: chunk for chunk in handbook.chunks}
        self._aspects = read_aspects(profile.file(profile.aspects)) if profile.aspects else ()
        listed = read_names(profile.file(profile.names)) if profile.names else ()
        self.names = {section.name for section in handbook.sections} | {name.canonical for name in listed}
        self._members = self.names | {
            name for one in handbook.properties for name, source in one.members.items() if name in source.quote
        }
        self._lines = {language: self._line(language) for language in LANGUAGES}
        self._asks = {
            language: {aspect.ask[language].format(name=name) for aspect in self._aspects for name in self.names}
            for language in LANGUAGES
        }

    def faults(self, answer: Json) -> list[str]:
        """What is wrong with one answer; empty where nothing is."""
        cited = [*answer["citations"], *answer["also"]]
        found = [fault for citation in cited for fault in self._of_citation(citation)]
        if [citation["n"] for citation in cited] != list(range(1, len(cited) + 1)):
            found.append(f"citations are not numbered from 1: {[citation['n'] for citation in cited]}")
        found += self._of_text(answer)
        found += [fault for card in answer["cards"] for fault in self._of_card(card, answer["language"], cited)]
        found += self._of_numbers(answer)
        found += [fault for passage in answer["passages"] for fault in self._of_passage(passage)]
        asks = self._asks[answer["language"]]
        found += [
            f"not a fixed question: {text!r}"
            for text in (*answer["choices"], *answer["suggestions"])
            if text not in asks
        ]
        found += [
            f"neither a canonical name nor verbatim: {name!r}"
            for name in (*answer["members"], *answer["names"])
            if name not in self._members
        ]
        return found

    def _of_citation(self, citation: Json) -> Iterator[str]:
        section = self._sections.get(citation["section_id"])
        if section is None:
            yield f"no such section: {citation['section_id']}"
            return
        start, end = citation["start"], citation["end"]
        if section.text[start:end] != citation["quote"] or not citation["quote"].strip():
            yield f"not verbatim: {citation['quote']!r}"
        if (citation["page"], citation["page_label"]) != section.page_at(start):
            yield f"wrong page: {citation['page']}"
        if any(citation[key] != getattr(section, key) for key in ("kind", "name", "theme", "facet")):
            yield f"wrong source: {citation['name']}"
        chunk = self._chunks.get(citation["passage_id"])
        if chunk is None or chunk.section_id != section.id or not chunk.start <= start < chunk.end:
            yield f"wrong passage: {citation['passage_id']}"
        yield from _of_links(citation, section)

    def _of_text(self, answer: Json) -> Iterator[str]:
        """Every line is made of quotes with markers and of fixed sentences; it may begin with a canonical name."""
        text = answer["answer"]
        for citation in sorted(answer["citations"], key=lambda one: -len(one["quote"])):
            text = text.replace(f"{citation['quote']} [{citation['n']}]", _QUOTE)
        if _QUOTE in answer["answer"] or not self._lines[answer["language"]].fullmatch(text):
            yield f"not made of quotes, names and fixed sentences: {answer['answer']!r}"

    def _line(self, language: str) -> re.Pattern[str]:
        """A text whose quotes are replaced by `_QUOTE`: names, quotes and fixed sentences, nothing else."""
        name = "|".join(map(re.escape, sorted(self._members, key=len, reverse=True)))
        unit = "|".join([_QUOTE, *self._fixed(language)])
        line = rf"(?:(?:{name}): )?(?:{unit})(?: (?:{unit}))*"
        return re.compile(rf"{line}(?:\n{line})*")

    def _fixed(self, language: str) -> Iterator[str]:
        """A pattern for each fixed sentence of an answer, its places filled with names, titles or numbers."""
        names = "|".join(map(re.escape, sorted(self.names, key=len, reverse=True)))
        titles = "|".join(re.escape(title) for aspect in self._aspects for title in aspect.title.values())
        filled = {"count": r"\d+", "what": titles}
        for key, by_language in sentences().items():
            if not key.startswith(("web_", "cli_", "field_")):
                yield _PLACE.sub(lambda place: f"(?:{filled.get(place[1], names)})", re.escape(by_language[language]))

    def _of_card(self, card: Json, language: str, cited: list[Json]) -> Iterator[str]:
        labels = {sentence[language] for key, sentence in sentences().items() if key.startswith("field_")}
        by_number = {citation["n"]: citation for citation in cited}
        if card["name"] not in self.names:
            yield f"card of an unknown name: {card['name']}"
        for label, value, link, number in card["rows"]:
            if label not in labels:
                yield f"card label is no fixed word: {label}"
            if (value is None) != (number is None) or (value is None and link):
                yield f"card row with half a value: {label}, {value}, {number}"
            elif value is not None:
                yield from self._of_value(value, link, by_number.get(number))

    def _of_value(self, value: str, link: str, citation: Json | None) -> Iterator[str]:
        if citation is None:
            yield f"card value without its citation: {value!r}"
            return
        if value not in citation["quote"]:
            yield f"card value is not in its quote: {value!r}, {citation['quote']!r}"
        if citation["section_id"] in self._sections:
            targets = {one.url for one in self._sections[citation["section_id"]].links} | {"", f"mailto:{value}"}
            if link not in targets:
                yield f"card link is no link of its section: {link}"

    def _of_numbers(self, answer: Json) -> Iterator[str]:
        """Every citation is used by the text or by a card."""
        rest = answer["answer"]
        for citation in answer["citations"]:
            rest = rest.replace(citation["quote"], "")
        used = {int(number) for number in _MARKER.findall(rest)}
        used |= {row[3] for card in answer["cards"] for row in card["rows"]}
        if unused := [one["n"] for one in answer["citations"] if one["n"] not in used]:
            yield f"citations that nothing refers to: {unused}"

    def _of_passage(self, passage: Json) -> Iterator[str]:
        chunk = self._chunks.get(passage["id"])
        if chunk is None or chunk.text != passage["text"]:
            yield f"passage is not the handbook's: {passage['id']}"


def _of_links(citation: Json, section: Section) -> Iterator[str]:
    known = {(link.label, link.url) for link in section.links}
    for link in citation["links"]:
        if (link["label"], link["url"]) not in known or link["label"].casefold() not in citation["quote"].casefold():
            yield f"link that does not stand in the quote: {link}"
