"""The assistant: a question in, a cited answer out. Loaded once, read-only, safe to share between threads."""

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.aspects import Aspect, AspectBook, read_aspects
from assistant.clarify import readings
from assistant.compose import Composer, Draft
from assistant.contact import ContactRules
from assistant.cues import has_cue
from assistant.describe import Describer, read_descriptions
from assistant.errors import UnknownName
from assistant.halves import compared_names
from assistant.listing import Known, asks_elsewhere
from assistant.messages import say
from assistant.rank import Ranker
from assistant.ranking import Ranking
from assistant.reading import QuestionReader
from assistant.refuse import Answerability
from assistant.schema import MAX_QUESTION, MAX_TURNS, Answer, Citation, PassageView, Turn
from assistant.suggest import is_given, suggestions
from assistant.understand import Query
from index.build import Progress, SearchIndex, open_index
from index.paths import CORPUS, HOME
from index.retrieve import LEGS, Retriever
from index.terms import words
from ingest.document import Kind, Section
from ingest.factsheet import FactSheet, sheet_of
from ingest.handbook import Handbook
from ingest.profile import Profile

_SHOWN_PASSAGES = 10


class Assistant:
    """Answers questions over one handbook with its own words."""

    def __init__(self, index: SearchIndex) -> None:
        """Answer from `index`.

        Raises:
            WaaierError: the profile's aspects or descriptions cannot be read.
        """
        profile = index.handbook.profile
        aspects = read_aspects(profile.file(profile.aspects)) if profile.aspects else ()
        describer = _describer(index)
        self._ranker = Ranker(Retriever(index), describer)
        self._reader = QuestionReader(index.names, AspectBook(aspects), describer, self._ranker)
        self._composer = Composer(index, self._ranker)
        self._answerable = Answerability(index)
        self._contacts = ContactRules(index)
        self._index = index

    @property
    def handbook(self) -> Handbook:
        """The handbook that is answered from."""
        return self._index.handbook

    @property
    def profile(self) -> Profile:
        """The handbook's profile."""
        return self._index.handbook.profile

    @property
    def fact_sheets(self) -> tuple[FactSheet, ...]:
        """The fact sheets of all practices, in reading order."""
        return self._index.handbook.fact_sheets

    def section(self, section_id: str) -> Section:
        """The section with that id; KeyError where there is none."""
        return self.handbook.section(section_id)

    def lookup(self, name: str) -> FactSheet:
        """The fact sheet of the practice that `name` names, misspelt or in part.

        Raises:
            UnknownName: no practice is meant; the error holds the nearest names.
        """
        found = [m.name.canonical for m in self._reader.names.find(name) if m.name.kind == "practice"]
        close = None if found else self._reader.names.closest(name, "practice")
        sheet = sheet_of(self.fact_sheets, found[0] if found else close.canonical if close else name)
        if sheet is None:
            raise UnknownName(name, tuple(near.canonical for near in self._reader.names.nearest(name, "practice")))
        return sheet

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer `question`, the last of a conversation whose earlier turns are `history`, oldest first."""
        began = time.perf_counter()
        asked = " ".join(question.split())
        first = self._reader.query(asked[:MAX_QUESTION])
        if not words(asked) or len(question) > MAX_QUESTION:
            key = "question_too_long" if words(asked) else "question_empty"
            return Answer(
                question[:MAX_QUESTION], "", first.language, "not_in_handbook", "refused", say(key, first.language)
            )
        ranking = self._reader.follow(first, history[-MAX_TURNS:])
        confidence = self._answerable.probability(ranking)
        draft = self._draft(ranking, confidence)
        return self._answer(asked, ranking, draft, confidence, began)

    @property
    def legs(self) -> tuple[str, ...]:
        """What the ranking is made of, for ablation: the legs of retrieval, and the evidence on top of them."""
        return (*LEGS, "names", "aspects", "parts", "descriptions")

    def retrieve_only(self, question: str, legs: Sequence[str]) -> tuple[PassageView, ...]:
        """The ten best passages by some of the `legs` alone."""
        query = self._reader.query(question)
        return self._views(self._ranker.rank(query, frozenset(legs)))

    def signs(self, question: str, history: Sequence[Turn] = ()) -> dict[str, float] | None:
        """The signs by which a question is judged answerable or not, None where it is not judged; for calibrating."""
        ranking = self._reader.follow(self._reader.query(question), history)
        told = self._told(ranking, self._composer.list_reader.known(ranking))
        return None if told else self._answerable.signs(ranking)

    def list_signs(self, question: str, history: Sequence[Turn] = ()) -> dict[str, float] | None:
        """The signs by which a question is judged to be after a list, None where it is not judged; for calibrating."""
        ranking = self._reader.follow(self._reader.query(question), history)
        return None if self._stated(ranking) else self._composer.list_reader.signs(ranking)

    def _draft(self, ranking: Ranking, confidence: float) -> Draft:
        """Choose the kind of answer."""
        known = self._composer.list_reader.known(ranking)
        told = self._told(ranking, known)
        if told:
            return told
        if asks_elsewhere(ranking.query) or (known and not known.members):
            return self._composer.refusal(ranking)
        if not (known and known.is_sure) and not self._answerable.is_answerable(confidence):
            return self._composer.refusal(ranking)
        return self._composer.members(ranking, known) or self._composer.passages(ranking)

    def _told(self, ranking: Ranking, known: Known | None) -> Draft | None:
        """The answer where its kind is plain from the question, so that nothing need be judged; None otherwise."""
        aspect = next(iter(ranking.query.aspects), None)
        if aspect and aspect.kind == "contact" and self._contacts.is_without(ranking.query):
            return self._composer.refusal(replace(ranking, practice=None))
        return (None if known else self._asked_back(ranking) or self._compared(ranking)) or self._stated(ranking)

    def _asked_back(self, ranking: Ranking) -> Draft | None:
        """The readings of an unclear question."""
        query = ranking.query
        choices = readings(query, self._reader.describer, self.fact_sheets)
        return Draft("clarify", "clarify", say("clarify", query.language), choices=choices) if choices else None

    def _compared(self, ranking: Ranking) -> Draft | None:
        """What two or more have of the same, side by side."""
        query = ranking.query
        names = compared_names(query, self._reader.names, self._reader.rank, self._ranker.sections)
        if len(names) < 2:
            return None
        return self._composer.comparison(ranking, names, lambda name: self._reader.rank_for(query, name, names))

    def _stated(self, ranking: Ranking) -> Draft | None:
        """What a fact sheet states, or that it states no such contact detail."""
        query, practice = ranking.query, ranking.practice
        sheet = sheet_of(self.fact_sheets, practice) if practice else None
        aspect = query.aspects[0] if query.aspects else None
        if sheet and aspect and aspect.kind == "contact":
            if not self._contacts.gives(sheet, aspect, ranking):
                return self._composer.missing_contact(sheet, aspect, query)
            if query.practices:
                return self._composer.passages(ranking)
        if sheet and aspect and query.practices and is_given(sheet, aspect) and _is_plain(query, aspect):
            return self._composer.passages(ranking, plain=True)
        return None

    def _answer(self, asked: str, ranking: Ranking, draft: Draft, confidence: float, began: float) -> Answer:
        query = ranking.query
        elapsed = round((time.perf_counter() - began) * 1000, 3)
        return Answer(
            question=asked,
            resolved_question=query.text,
            language=query.language,
            status=draft.status,
            kind=draft.kind,
            answer=draft.text,
            members=draft.members,
            names=draft.names,
            choices=draft.choices,
            citations=draft.citations,
            also=draft.also,
            cards=draft.cards,
            passages=self._views(ranking, draft.citations if draft.kind in ("list", "compare") else ()),
            suggestions=suggestions(draft.names, query, self._reader.aspects.aspects, self.fact_sheets),
            confidence=round(confidence, 4),
            timings_ms={"total": elapsed},
        )

    def _views(self, ranking: Ranking, cited: Sequence[Citation] = ()) -> tuple[PassageView, ...]:
        """The ten best passages; those that a list or comparison cites stand first."""
        first = dict.fromkeys(citation.passage_id for citation in cited)
        best = ranking.best(len(self.handbook.chunks) if first else _SHOWN_PASSAGES)
        best = sorted(best, key=lambda at: self.handbook.chunks[at].id not in first)
        views = []
        for position in best[:_SHOWN_PASSAGES]:
            chunk, section = self.handbook.chunks[position], self._ranker.sections[position]
            page, label = section.page_at(chunk.start)
            views.append(
                PassageView(
                    id=chunk.id,
                    kind=section.kind.value,
                    name=section.name,
                    theme=section.theme,
                    facet=section.facet,
                    page=page,
                    page_label=label,
                    text=chunk.text,
                    score=round(float(ranking.scores[position]), 4),
                )
            )
        return tuple(views)


def _describer(index: SearchIndex) -> Describer:
    """A describer with the profile's descriptions, and the written questions on practices."""
    profile = index.handbook.profile
    practices = {section.id for section in index.handbook.sections if section.kind is Kind.PRACTICE}
    asked = [written.question for written in index.written if written.section in practices]
    return Describer(read_descriptions(profile.file(profile.descriptions)) if profile.descriptions else (), asked)


def _is_plain(query: Query, aspect: Aspect) -> bool:
    """Whether a question says nothing but a name and what is asked of it, at most in words of the aspect's own ask."""
    return aspect.is_asked_by([word for word in query.unexplained if not has_cue("follow_up", word)])


def open_assistant(
    corpus: Path = CORPUS,
    home: Path = HOME,
    *,
    encoder: str | None = None,
    rebuild: bool = False,
    progress: Progress = lambda step: None,
) -> Assistant:
    """The assistant over the handbook at `corpus`, its index loaded from `home` or built there (see open_index)."""
    return Assistant(open_index(corpus, home, encoder=encoder, rebuild=rebuild, progress=progress))
