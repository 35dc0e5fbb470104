"""List questions: every practice with some property, told from facts and sentences, not from the best passages."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.cues import has_cue
from assistant.properties import PropertyBook
from assistant.rank import Ranker
from assistant.ranking import Ranking
from assistant.scorecard import LISTING, read_scorecard
from assistant.spans import Span
from assistant.understand import Query
from index.build import SearchIndex
from index.names import ELSEWHERE, Name, masked
from index.terms import terms
from ingest.chunk import sentence_spans
from ingest.document import Kind
from ingest.factsheet import Fact, Provenance
from ingest.properties import Property

_LEAST_COVERED = 0.35
_OF_BEST = 0.65
_PREFIX = 5
_ALIKE_QUESTIONS = 2
_SURE = 0.95

Members = Mapping[str, Sequence[Span]]
"""The practices of a list by canonical name, in the handbook's order, each with the spans that show it."""


@dataclass(frozen=True, slots=True)
class Known:
    """The members of a known property, and whether a question asks for it beyond doubt."""

    members: Members
    is_sure: bool


class Lister:
    """Finds all practices with a property. Read-only after construction."""

    def __init__(self, index: SearchIndex, ranker: Ranker) -> None:
        """Look in the practices of the handbook of `index`."""
        handbook = index.handbook
        self._elsewhere = {name for one in index.names.names if one.kind == "place" for name in one.practices}
        self._sheets = handbook.fact_sheets
        self._contact = handbook.profile.contact.facet
        self._properties = PropertyBook(handbook.properties, index.encoder)
        self._listing = index.listing
        self._card = read_scorecard(LISTING)
        self._sections = {section.id: section for section in handbook.sections}
        self._positions = {chunk.id: at for at, chunk in enumerate(handbook.chunks)}
        self._chunks = handbook.chunks
        self._sentences: dict[str, list[tuple[Span, frozenset[str]]]] = {}
        for position, section in enumerate(ranker.sections):
            if section.kind is Kind.PRACTICE:
                self._add(position, section.name)
        counts: dict[str, int] = {}
        for sentences in self._sentences.values():
            for term in {term for _, found in sentences for term in found}:
                counts[term] = counts.get(term, 0) + 1
        self._rarity = {term: math.log(1 + len(self._sheets) / count) for term, count in counts.items()}

    def _add(self, position: int, name: str) -> None:
        chunk = self._chunks[position]
        section = self._sections[chunk.section_id]
        for start, end in sentence_spans(section.text):
            if chunk.start <= start < chunk.end:
                text = section.text[start:end]
                span = Span(section, position, start, end, 1.0)
                self._sentences.setdefault(name, []).append((span, frozenset(terms(text))))

    def known(self, ranking: Ranking, cued: bool) -> Known | None:
        """The practices with the property that a question asks for, where it asks for all with one that is known.

        `cued` tells that a list is asked for in so many words.
        """
        asked = self._asked_for(ranking, cued)
        if asked is None:
            return None
        wanted, signs = asked
        chance = self._card.probability(signs)
        if chance < self._card.threshold:
            return None
        query = ranking.query
        given = query.focus if _is_among(query) else tuple(wanted.members)
        members = {name: source for name, source in self._there(wanted, query).items() if name in given}
        return Known({name: [self.span_at(source)] for name, source in members.items()}, chance >= _SURE)

    def signs(self, ranking: Ranking, cued: bool) -> dict[str, float] | None:
        """The signs by name of a question after all with a property, None where it cannot be one.

        `wording` are the log odds by the wording; `property` how much more alike the nearest ways to ask for a property
        are than the written questions that a single passage answers (cosines). The others are 1 where it is so: `cued`
        a cue of a list, `which` where or which is asked, `described` a practice is described, `concept` a concept is
        named, `aspect` an aspect of a practice is asked for, `aspect_cued` such an aspect in what is cued as a list,
        `single` the property is that of one practice alone.
        """
        asked = self._asked_for(ranking, cued)
        return asked[1] if asked else None

    def _asked_for(self, ranking: Ranking, cued: bool) -> tuple[Property, dict[str, float]] | None:
        """The property that a question most likely asks for, and the signs that it asks for all that have it."""
        query = ranking.query
        among = _is_among(query)
        if query.practices or (query.focus and not (cued or among)):
            return None
        closest = self._properties.closest(query.text)
        if closest is None or self._listing is None:
            return None
        alike = [cosine for _, cosine in ranking.retrieved.neighbours[:_ALIKE_QUESTIONS]]
        return closest[0], {
            "wording": self._listing.score(masked(query.text, query.mentions)),
            "property": closest[1] - (sum(alike) / len(alike) if alike else 0.0),
            "cued": float(cued),
            "which": float(among or asks_which(query)),
            "described": float(ranking.practice is not None),
            "concept": float(bool(query.named("concept"))),
            "aspect": float(bool(query.aspects)),
            "aspect_cued": float(cued and bool(query.aspects)),
            "single": float(len(closest[0].members) == 1),
        }

    def asks_elsewhere(self, query: Query) -> bool:
        """Whether a list is asked of what is in a place of which the handbook does not speak."""
        asked = query.wants_list or asks_which(query)
        return asked and ELSEWHERE in masked(query.text, query.mentions) and not has_cue("outside", query.text)

    def _there(self, wanted: Property, query: Query) -> Mapping[str, Provenance]:
        """The members of a property; where a question names a place or an organisation besides, those of them there."""
        members = wanted.members
        for mention in query.mentions:
            practices = mention.name.practices
            if mention.name.kind not in ("place", "organisation") or self._is_everywhere(practices):
                continue
            if has_cue("outside", query.text):
                continue
            there = {name: source for name, source in members.items() if name in practices}
            members = there or members
        return members

    def members(self, ranking: Ranking) -> Members:
        """The practices that have what a question asks for, all conditions together; empty where none is told apart."""
        conditions = [found for found in self._conditions(ranking.query) if found]
        if not conditions:
            return {}
        names = [sheet.name for sheet in self._sheets if all(sheet.name in found for found in conditions)]
        narrowest = min(conditions, key=len)
        return {name: narrowest[name] for name in names} or narrowest

    def _conditions(self, query: Query) -> Iterator[Members]:
        """One set of members for each condition that the question states."""
        for mention in query.mentions:
            name = mention.name
            if name.kind == "concept":
                yield self.of_concept(name.section)
            elif name.kind == "place" and has_cue("outside", query.text):
                yield self._placed_elsewhere(name)
            elif name.kind in ("organisation", "law", "glossary", "place") and not self._is_everywhere(name.practices):
                yield self._saying(name)
        benefit = next((aspect for aspect in query.aspects if aspect.key == "housing_benefit"), None)
        if benefit:
            wanted = ("nee",) if has_cue("negation", query.text) else ("ja", "deels")
            yield self._with_value("housing_benefit", wanted)

    def described(self, ranking: Ranking) -> Members:
        """The practices with a sentence that has what the question describes.

        A practice counts by the share of the content words in its best sentence, rare words counting more, and by how
        high its best passage ranks.
        """
        wanted = list(dict.fromkeys(terms(" ".join(ranking.query.unexplained or ranking.query.content))))
        forms = {term: [known for known in self._rarity if _alike(term, known)] for term in wanted}
        known = {term: max(self._rarity[form] for form in found) for term, found in forms.items() if found}
        total = sum(known.values())
        if not total:
            return {}
        ranked = self._standing(ranking)
        scored: dict[str, tuple[float, Span]] = {}
        for name, sentences in self._sentences.items():
            shares = [(self._cover(found, forms, known) / total, span) for span, found in sentences]
            share, span = max(shares, key=lambda one: one[0])
            if share >= _LEAST_COVERED:
                scored[name] = (share + ranked[name], span)
        top = max((score for score, _ in scored.values()), default=0.0)
        return {name: [span] for name, (score, span) in scored.items() if score >= _OF_BEST * top}

    def _standing(self, ranking: Ranking) -> dict[str, float]:
        """How high the best passage of each practice ranks, from 0 (the lowest of them) to 1."""
        best = {
            name: max(float(ranking.scores[span.passage]) for span, _ in sentences)
            for name, sentences in self._sentences.items()
        }
        low, high = min(best.values()), max(best.values())
        return {name: (score - low) / max(high - low, 1e-6) for name, score in best.items()}

    def _placed_elsewhere(self, place: Name) -> Members:
        """Practices that the text places somewhere, but not in `place`."""
        placed = {
            sheet.name: [self._span(sheet.district[0])]
            for sheet in self._sheets
            if sheet.district and sheet.name not in place.practices
        }
        return {name: spans for name, spans in placed.items() if name in self._elsewhere}

    def _is_everywhere(self, practices: Sequence[str]) -> bool:
        return len(practices) > len(self._sheets) * 2 / 3

    def of_concept(self, concept: str) -> Members:
        """The practices of a concept, each with what it is."""
        found = {}
        for sheet in self._sheets:
            if sheet.concept == concept:
                spans = [span for span, _ in self._sentences[sheet.name]]
                found[sheet.name] = [span for span in spans if span.section.facet == "doel"][:1] or spans[:1]
        return found

    def _with_value(self, field: str, values: Sequence[str]) -> Members:
        found = {}
        for sheet in self._sheets:
            facts: tuple[Fact, ...] = getattr(sheet, field)
            fact = next((one for one in facts if one.value in values), None)
            if fact:
                found[sheet.name] = [self._span(fact)]
        return found

    def _span(self, fact: Fact) -> Span:
        return self.span_at(fact.source)

    def span_at(self, source: Provenance) -> Span:
        """The span that a fact or property rests on."""
        section = self._sections[source.section_id]
        position = next(
            at
            for at, chunk in enumerate(self._chunks)
            if chunk.section_id == section.id and chunk.start <= source.start < chunk.end
        )
        return Span(section, position, source.start, source.end, 1.0)

    def _saying(self, name: Name) -> Members:
        """Practices a sentence of which says a form of `name` without denying it; of a place those of the profile, too.

        What a practice links to for more information is not part of it, unless nothing else says the name.
        """
        wanted = [tuple(terms(form)) for form in (name.canonical, *name.aliases)]
        everywhere: dict[str, list[Span]] = {}
        for practice, sentences in self._sentences.items():
            saying = [
                span
                for span, found in sentences
                if any(_holds(found, form) for form in wanted) and not has_cue("denial", span.quote)
            ]
            if not saying and name.kind == "place" and practice in name.practices:
                saying = [sentences[0][0]]
            if saying:
                everywhere[practice] = saying
        body = {
            practice: inside
            for practice, saying in everywhere.items()
            if (inside := [span for span in saying if span.section.facet != self._contact])
        }
        return body or everywhere

    def _cover(self, found: frozenset[str], forms: Mapping[str, Sequence[str]], known: Mapping[str, float]) -> float:
        return sum(weight for term, weight in known.items() if any(form in found for form in forms[term]))


def asks_which(query: Query) -> bool:
    """Whether a question asks where or which, though not for a contact detail, and leans on no conversation."""
    contact = any(aspect.kind == "contact" for aspect in query.aspects)
    return not contact and not query.practices and not query.focus and has_cue("which_ones", query.text)


def _is_among(query: Query) -> bool:
    """Whether a question asks which of those that the conversation is about."""
    return len(query.focus) > 1 and has_cue("of_these", query.text)


def _holds(found: frozenset[str], form: Sequence[str]) -> bool:
    """Whether a sentence with the terms `found` has all terms of a name, a name of one term as it is."""
    if len(form) == 1:
        return form[0] in found
    return bool(form) and all(any(_alike(term, other) for other in found) for term in form)


def _alike(term: str, known: str) -> bool:
    """Whether two stems are the same word or one begins or ends the other (a compound)."""
    if term == known:
        return True
    shorter, longer = sorted((term, known), key=len)
    return len(shorter) >= _PREFIX and (longer.startswith(shorter) or longer.endswith(shorter))
