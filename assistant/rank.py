"""Ranking with understanding: the fused legs, and what names, aspects and the learned parts add to them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from assistant.cues import has_cue
from assistant.describe import Describer
from assistant.practice import practice_of
from assistant.ranking import Ranking
from assistant.understand import Query
from index.names import Name
from index.parts import part_of
from index.retrieve import LEGS, Retrieved, Retriever, Scores, standardise
from index.terms import terms, words
from ingest.document import Kind, Section

EVIDENCE: Mapping[str, float] = {
    "practice": 3.0,
    "practice_elsewhere": 3.0,
    "topic": 2.5,
    "example": 12.0,
    "theme": 1.5,
    "organisation": 2.5,
    "organisation_text": 0.75,
    "place": 1.5,
    "aspect": 4.0,
    "second_aspect": 2.0,
    "bare": 8.0,
    "focus": 2.0,
    "focus_concept": 1.0,
    "advised": 14.0,
    "parts": 0.7,
    "nameless": 0.5,
    "described": 2.0,
    "undescribed": 0.5,
    "uncalled_contact": -4.0,
}
"""What each kind of evidence adds to a passage's fused score. Chosen on the tuning part (see the ablation table)."""


class Ranker:
    """Ranks the passages of one index. Read-only after construction."""

    def __init__(self, retriever: Retriever, describer: Describer, evidence: Mapping[str, float] = EVIDENCE) -> None:
        """Rank with `retriever`, and `evidence` on top of it; `describer` knows how practices are described."""
        self.retriever = retriever
        self._describer = describer
        self._evidence = evidence
        handbook = retriever.index.handbook
        self.sections = handbook.chunk_sections()
        self._parts = [part_of(section) for section in self.sections]
        labels = retriever.index.parts.labels if retriever.index.parts else ()
        place = {label: at for at, label in enumerate(labels)}
        self._part_at = np.array([place.get(part, len(labels)) for part in self._parts], np.intp)
        self._texts = [f" {' '.join(words(chunk.text))} " for chunk in handbook.chunks]
        contact = handbook.profile.contact.facet
        self._is_contact = [float(bool(contact) and section.facet == contact) for section in self.sections]
        self._contact_part = f"{Kind.PRACTICE}:{contact}"
        self._bonus_of = cache(self._name_bonus)  # names and aspects are few, and known beforehand
        self._example_of = cache(self._example_bonus)
        self._share_of = cache(self._aspect_bonus)
        self._concepts = {sheet.name: sheet.concept for sheet in handbook.fact_sheets}

    def rank(self, query: Query, only: frozenset[str] | None = None) -> Ranking:
        """Score every passage for `query`; with `only`, by those legs and kinds of evidence alone (for ablation)."""
        first = self._rank(query, only)
        ranking = replace(first, practice=practice_of(first, self.sections))
        if ranking.practice and not query.practices and (only is None or "descriptions" in only):
            return self._undescribed(ranking, ranking.practice)
        return ranking

    def _rank(self, query: Query, only: frozenset[str] | None) -> Ranking:
        retrieved = self.retriever.score(query.text)
        weights = {leg: weight for leg, weight in LEGS.items() if only is None or leg in only}
        scores = retrieved.fused(weights)
        rest = "" if query.is_bare else query.without_names("practice")
        if query.practices and rest and (only is None or "names" in only):
            scores = scores + np.float32(self._evidence["nameless"]) * self.retriever.score(rest).fused(weights)
        parts = self._parts_of(retrieved)
        if parts and (only is None or "parts" in only):
            scores = scores + self._of_parts(parts)
        if only is None or "names" in only:
            scores = scores + self._of_names(query)
        if only is None or "aspects" in only:
            scores = scores + self._of_aspects(query, parts)
        return Ranking(query, retrieved, scores, parts)

    def _undescribed(self, ranking: Ranking, practice: str) -> Ranking:
        """The ranking again, with what is asked counting more than the words by which `practice` is described."""
        query = ranking.query
        rest = self._describer.rest(query.text, practice)
        if len(terms(rest)) < (1 if any(not aspect.weak for aspect in query.aspects) else 2):
            return ranking  # all of it describes: which one is it?
        asked = self.retriever.score(rest)
        more = asked.fused() + self._of_parts(self._parts_of(asked))
        own = self._weigh("described", [float(s.kind is Kind.PRACTICE and s.name == practice) for s in self.sections])
        return replace(ranking, scores=ranking.scores + own + np.float32(self._evidence["undescribed"]) * more)

    def _parts_of(self, retrieved: Retrieved) -> dict[str, float]:
        classifier = self.retriever.index.parts
        return classifier.scores(retrieved.vector) if classifier else {}

    def _of_parts(self, parts: Mapping[str, float]) -> Scores:
        """What the learned parts add to each passage."""
        by_passage = np.array([*parts.values(), 0.0], np.float32)[self._part_at]
        return np.float32(self._evidence["parts"]) * standardise(by_passage)

    def _of_names(self, query: Query) -> Scores:
        """What the names in a question and in its conversation add to each passage."""
        bonus = np.zeros(len(self.sections), np.float32)
        of_practices = bool(query.focus) and has_cue("which_practice", query.text)
        for mention in query.mentions:
            bonus += mention.score * (self._example_of if of_practices else self._bonus_of)(mention.name)
        if query.focus and not query.topics:
            concepts = {self._concepts.get(name, name) for name in query.focus}
            bonus += self._weigh("focus", [float(section.name in query.focus) for section in self.sections])
            bonus += self._weigh("focus_concept", [float(section.name in concepts) for section in self.sections])
        if query.focus and any(aspect.kind == "lessons" for aspect in query.aspects):
            bonus += self._weigh("advised", [float(self._advises(s, query.focus)) for s in self.sections])
        return bonus

    def _advises(self, section: Section, practices: Sequence[str]) -> bool:
        """Whether a section is a lesson on a theme, of the concept of one of the practices."""
        return bool(section.theme) and any(self._concepts.get(name) == section.name for name in practices)

    def _of_aspects(self, query: Query, parts: Mapping[str, float]) -> Scores:
        """What the aspects that a question names add to each passage."""
        bonus = np.zeros(len(self.sections), np.float32)
        for aspect, kind in zip(query.aspects, ("aspect", "second_aspect"), strict=False):
            bonus += self._share_of(kind, aspect.parts)
        if query.is_bare:
            bonus += self._share_of("bare", query.aspects[0].parts)
        if not any(aspect.kind == "contact" for aspect in query.aspects):
            meant = 0.0 if query.is_bare else min(1.0, 2 * max(0.0, self.contact_share(parts)))
            bonus += np.float32(1 - meant) * self._weigh("uncalled_contact", self._is_contact)
        return bonus

    def contact_share(self, parts: Mapping[str, float]) -> float:
        """How far the scores of the parts speak for a contact detail, asked for without a cue word: about 0 to 1."""
        return parts.get(self._contact_part, 0.0)

    def _aspect_bonus(self, kind: str, parts: tuple[str, ...]) -> Scores:
        """What an aspect that these `parts` answer adds to each passage."""
        share = {part: 1.0 if place == 0 else 0.5 for place, part in enumerate(parts)}
        return self._weigh(kind, [share.get(part, 0.0) for part in self._parts])

    def _weigh(self, kind: str, values: list[float]) -> Scores:
        return np.float32(self._evidence[kind]) * np.array(values, np.float32)

    def _name_bonus(self, name: Name) -> Scores:
        """What the mention of one name adds to each passage."""
        sections = self.sections
        if name.kind == "practice":
            own = [float(s.kind is Kind.PRACTICE and s.name == name.canonical) for s in sections]
            elsewhere = [float(not mine and said) for mine, said in zip(own, self._saying(name), strict=True)]
            return self._weigh("practice", own) + self._weigh("practice_elsewhere", elsewhere)
        if name.kind == "lesson_theme":
            return self._weigh("theme", [float(s.theme == name.canonical) for s in sections])
        if name.kind in ("organisation", "place"):
            share = 1 / max(1, len(name.practices)) ** 0.5
            mine = [share * (s.kind is Kind.PRACTICE and s.name in name.practices) for s in sections]
            bonus = self._weigh(name.kind, mine)
            return (
                bonus + self._weigh("organisation_text", self._saying(name)) if name.kind == "organisation" else bonus
            )
        return self._weigh("topic", [float(s.kind is not Kind.PRACTICE and s.name == name.section) for s in sections])

    def _example_bonus(self, name: Name) -> Scores:
        """What the mention of one name adds to each passage where a practice is asked for in which it is found."""
        if name.kind not in ("concept", "glossary", "attention_point"):
            return self._name_bonus(name)
        said = [
            float(s.kind is Kind.PRACTICE and (says or self._concepts.get(s.name) == name.section))
            for s, says in zip(self.sections, self._saying(name), strict=True)
        ]
        return self._weigh("example", said)

    def _saying(self, name: Name) -> list[float]:
        forms = [f" {' '.join(words(form))} " for form in (name.canonical, *name.aliases)]
        return [float(any(form in text for form in forms)) for text in self._texts]
