"""List questions: every practice with some property, told from facts and sentences, not from the best passages."""

import math
from collections.abc import Iterator, Mapping, Sequence

from assistant.cues import has_cue
from assistant.listing import is_everywhere
from assistant.rank import Ranker
from assistant.ranking import Ranking
from assistant.understand import Query
from index.build import SearchIndex
from index.names import Name
from index.spans import Span, span_at
from index.terms import terms
from ingest.document import Kind
from ingest.factsheet import Fact, Provenance

_LEAST_COVERED = 0.35
_OF_BEST = 0.65
_PREFIX = 5

Members = Mapping[str, Sequence[Span]]
"""The practices of a list by canonical name, in the handbook's order, each with the spans that show it."""


class Lister:
    """Finds all practices with a property. Read-only after construction."""

    def __init__(self, index: SearchIndex, ranker: Ranker) -> None:
        """Look in the practices of the handbook of `index`."""
        handbook = index.handbook
        self._elsewhere = {name for one in index.names.names if one.kind == "place" for name in one.practices}
        self._sheets = handbook.fact_sheets
        self._contact = handbook.profile.contact.facet
        self._purpose = handbook.profile.purpose_facet
        self._handbook = handbook
        self._sentences: dict[str, list[tuple[Span, frozenset[str]]]] = {}
        for span in (span for inside in index.sentences for span in inside):
            if span.section.kind is Kind.PRACTICE and span.start >= handbook.chunks[span.passage].start:
                self._sentences.setdefault(span.section.name, []).append((span, frozenset(terms(span.text))))
        counts: dict[str, int] = {}
        for sentences in self._sentences.values():
            for term in {term for _, found in sentences for term in found}:
                counts[term] = counts.get(term, 0) + 1
        self._rarity = {term: math.log(1 + len(self._sheets) / count) for term, count in counts.items()}

    def members(self, ranking: Ranking) -> Members:
        """The practices that have all that a question asks for; empty where it has no condition, or none meets all."""
        conditions = [found for found in self._conditions(ranking.query) if found]
        if not conditions:
            return {}
        names = [sheet.name for sheet in self._sheets if all(sheet.name in found for found in conditions)]
        narrowest = min(conditions, key=len)
        return {name: narrowest[name] for name in names}

    def _conditions(self, query: Query) -> Iterator[Members]:
        """One set of members for each condition that the question states."""
        for mention in query.mentions:
            name = mention.name
            if name.kind == "concept":
                yield self.of_concept(name.section)
            elif name.kind == "place" and has_cue("outside", query.text):
                yield self._placed_elsewhere(name)
            elif name.kind in ("organisation", "law", "glossary", "place") and not is_everywhere(
                name.practices, self._sheets
            ):
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
            sheet.name: [self.span_of(sheet.district[0].source)]
            for sheet in self._sheets
            if sheet.district and sheet.name not in place.practices
        }
        return {name: spans for name, spans in placed.items() if name in self._elsewhere}

    def of_concept(self, concept: str) -> Members:
        """The practices of a concept, each with what it is."""
        found = {}
        for sheet in self._sheets:
            spans = [span for span, _ in self._sentences.get(sheet.name, ())]
            if sheet.concept == concept and spans:
                found[sheet.name] = [span for span in spans if span.section.facet == self._purpose][:1] or spans[:1]
        return found

    def _with_value(self, field: str, values: Sequence[str]) -> Members:
        found = {}
        for sheet in self._sheets:
            facts: tuple[Fact, ...] = getattr(sheet, field)
            fact = next((one for one in facts if one.value in values), None)
            if fact:
                found[sheet.name] = [self.span_of(fact.source)]
        return found

    def span_of(self, source: Provenance) -> Span:
        """The span that a fact or property rests on."""
        return span_at(self._handbook, self._handbook.section(source.section_id), source.start, source.end)

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
                if any(_holds(found, form) for form in wanted) and not has_cue("denial", span.text)
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
