"""From a ranking to an answer: which spans, card and fixed sentences. Nothing here writes a word of its own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.aspects import Aspect
from assistant.cards import CONTACT_FIELDS, cite_fact, make_card
from assistant.cite import Citer, marked, quoted
from assistant.conflicts import Conflicts
from assistant.listing import Known, ListReader
from assistant.lists import Lister, Members
from assistant.messages import say
from assistant.rank import Ranker
from assistant.ranking import Ranking
from assistant.schema import Card, Citation, Status
from assistant.spans import SpanFinder, distinct, widened
from assistant.understand import Query
from index.build import SearchIndex
from index.spans import Span
from index.terms import words
from ingest.document import Chunk, Kind, Section
from ingest.factsheet import Fact, FactSheet, sheet_of

_KIND_OF_SECTION = {
    Kind.LESSON: "lessons",
    Kind.CONCEPT: "concept",
    Kind.GLOSSARY: "glossary",
    Kind.ATTENTION_POINT: "lessons",
}
_PASSAGES = 10
_MOST_COMPARED = 4
_COMPARED_PASSAGES = 3
_MOST_FACTS = 2
_MEANS_CONTACT = 0.35


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer without the parts that are the same for every kind."""

    status: Status
    kind: str
    text: str
    citations: tuple[Citation, ...] = ()
    also: tuple[Citation, ...] = ()
    members: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()


class Composer:
    """Composes answers from one index. Read-only after construction."""

    def __init__(self, index: SearchIndex, ranker: Ranker) -> None:
        """Compose from the handbook of `index`."""
        self.handbook = index.handbook
        self.ranker = ranker
        self.spans = SpanFinder(index)
        self.conflicts = Conflicts(index.handbook)
        self.lister = Lister(index, ranker)
        self.list_reader = ListReader(index, ranker.sections)
        self._treated = {name.canonical: name.section for name in index.names.names}
        self._chunks: dict[str, list[Chunk]] = {}
        for chunk in index.handbook.chunks:
            self._chunks.setdefault(chunk.section_id, []).append(chunk)

    def citer(self) -> Citer:
        """A citer for one answer."""
        return Citer(self._chunks)

    def passages(self, ranking: Ranking, plain: bool = False) -> Draft:
        """The spans that answer, with a card in front for contact and funding.

        Where the question is `plain`, nothing but a name and what is asked of it, the fact sheet's quotes come first.
        """
        positions = ranking.best(_PASSAGES)
        top = self.ranker.sections[positions[0]]
        practice = ranking.practice
        sheet = sheet_of(self.handbook.fact_sheets, practice) if practice else None
        aspect = ranking.query.aspects[0] if ranking.query.aspects else None
        citer = self.citer()
        citations: list[Citation] = []
        if sheet and aspect and aspect.kind == "contact":
            citations = self._contact(aspect, sheet, citer)
        elif sheet and aspect and plain:
            facts = [fact for field in aspect.fields for fact in getattr(sheet, field)]
            citations = _each_once(
                cite_fact(fact, citer, self.handbook.section, whole=True) for fact in facts[:_MOST_FACTS]
            )
        spans = distinct(self.spans.answer_spans(ranking, positions))
        if not citations or self._adds_to_contact(spans, citations):
            citations += [citer.cite(span.section, span.start, span.end) for span in spans]
            citations += self._facts_beside(spans, sheet, aspect, citer)
            if sheet and not ranking.query.is_bare and self.ranker.contact_share(ranking.parts) >= _MEANS_CONTACT:
                facts = [fact for field in CONTACT_FIELDS for fact in getattr(sheet, field)]
                citations += [cite_fact(fact, citer, self.handbook.section, whole=True) for fact in facts]
                citations = _each_once(citations)
        citations += [citer.cite(span.section, span.start, span.end) for span in self.conflicts.unsaid(citations)]
        kind = aspect.kind if aspect else _KIND_OF_SECTION.get(top.kind, "fact")
        cards = self._cards(kind, sheet, citer, ranking.query) if sheet else ()
        names = (practice,) if practice else (top.name,)
        return Draft("answered", kind, marked(citations), citer.citations, names=names, cards=cards)

    def _contact(self, aspect: Aspect, sheet: FactSheet, citer: Citer) -> list[Citation]:
        """The contact details asked for, then the others of the practice that are an address."""
        wanted = [fact for field in aspect.fields for fact in getattr(sheet, field)]
        if aspect.key == "contact":
            wanted = [*sheet.emails, *sheet.websites, *sheet.social_media]
        others = [fact for field in CONTACT_FIELDS[:2] for fact in getattr(sheet, field)]
        facts = dict.fromkeys([*wanted, *others]) if wanted else {}
        return _each_once(cite_fact(fact, citer, self.handbook.section, whole=True) for fact in facts)

    def _facts_beside(
        self, spans: Sequence[Span], sheet: FactSheet | None, aspect: Aspect | None, citer: Citer
    ) -> list[Citation]:
        """What the fact sheet gives for the aspect asked for and the spans do not say; a card shows it for funding."""
        if not sheet or not aspect or not aspect.fields or aspect.kind in ("contact", "funding"):
            return []
        facts: Sequence[Fact] = getattr(sheet, aspect.fields[0])
        unsaid = [fact for fact in facts if not any(span.overlaps(fact.source) for span in spans)]
        return _each_once(cite_fact(fact, citer, self.handbook.section, whole=True) for fact in unsaid[:_MOST_FACTS])

    def _adds_to_contact(self, spans: Sequence[Span], citations: Sequence[Citation]) -> bool:
        """Whether the best span says something else of the same practice than the contact details do."""
        return bool(spans) and not any(spans[0].overlaps(citation) for citation in citations)

    def _cards(self, kind: str, sheet: FactSheet, citer: Citer, query: Query) -> tuple[Card, ...]:
        if kind not in ("contact", "funding"):
            return ()
        which: Literal["contact", "funding"] = "contact" if kind == "contact" else "funding"
        return (make_card(which, sheet, citer, self.handbook.section, query.language),)

    def members(self, ranking: Ranking, known: Known | None) -> Draft | None:
        """The full list that the question asks for; None where it asks for none, or no property tells practices apart.

        Where no property is `known` to be asked for, names, facts and sentences tell practices apart.
        """
        query = ranking.query
        if known:
            members: Members = {name: [self.lister.span_of(source)] for name, source in known.members.items()}
        else:
            members = self._told_apart(ranking) if self.list_reader.is_cued(ranking) else {}
        if not members:
            return None
        citer = self.citer()
        lines = [say("list_count", query.language, count=len(members))]
        if printed := self._printed_list(ranking, members):
            lines.append(quoted(citer.cite(printed, 0, len(printed.text))))
        for name, spans in members.items():
            span = widened(max(spans, key=lambda one: self.spans.likeness(ranking, one)))
            citation = citer.cite(span.section, span.start, span.end)
            lines.append(f"{name}: {quoted(citation)}")
        return Draft(
            "answered", "list", "\n".join(lines), citer.citations, members=tuple(members), names=tuple(members)
        )

    def _told_apart(self, ranking: Ranking) -> Members:
        """The practices that names, facts and sentences tell apart, where the property is none of those known."""
        found = self.lister.members(ranking) or self._members_of_concept(ranking)
        return found or self.lister.described(ranking)

    def _printed_list(self, ranking: Ranking, members: Members) -> Section | None:
        """The section that lists just these practices, where one is among the best passages."""
        wanted = {"".join(words(name)) for name in members}
        for position in ranking.best(_PASSAGES):
            section = self.ranker.sections[position]
            if section.facet in self.handbook.profile.list_facets:
                bullets = ["".join(words(line)) for line in section.text.split("\n") if line.startswith("• ")]
                if len(bullets) == len(wanted) and all(any(b in w or w in b for w in wanted) for b in bullets):
                    return section
        return None

    def _members_of_concept(self, ranking: Ranking) -> Members:
        """The practices of the concept that the best passage treats."""
        top = self.ranker.sections[ranking.best(1)[0]]
        treats = top.kind is Kind.CONCEPT or self.list_reader.is_printed(ranking)
        return self.lister.of_concept(top.name) if treats else {}

    def comparison(self, ranking: Ranking, names: Sequence[str], rank: Callable[[str], Ranking]) -> Draft:
        """The best spans of each of `names`, side by side; `rank` ranks the question for one name."""
        citer = self.citer()
        lines = []
        for name in names:
            found, section = rank(name), self._treated.get(name, name)
            own = [at for at in found.best(len(self.ranker.sections)) if self.ranker.sections[at].name == section]
            best = self.spans.best(found, own[:_COMPARED_PASSAGES])
            stated = [self.lister.span_of(fact.source) for fact in self._stated(name, ranking.query.aspects)]
            chosen = distinct([*best[:1], *stated, *best[1:]])[:_MOST_COMPARED]
            citations = [citer.cite(span.section, span.start, span.end) for span in chosen]
            lines.append(f"{name}: " + " ".join(quoted(citation) for citation in citations))
        return Draft("answered", "compare", "\n".join(lines), citer.citations, members=tuple(names), names=tuple(names))

    def _stated(self, name: str, aspects: Sequence[Aspect]) -> list[Fact]:
        """What the fact sheet of `name` gives for the first aspect that is compared, two facts at most."""
        sheet = sheet_of(self.handbook.fact_sheets, name)
        fields = next((aspect.fields for aspect in aspects if aspect.fields), ())
        return [fact for field in fields[:1] for fact in getattr(sheet, field)][:2] if sheet else []

    def missing_contact(self, sheet: FactSheet, aspect: Aspect, query: Query) -> Draft:
        """That the handbook gives no such contact detail of a practice, and what it gives instead."""
        citer = self.citer()
        others: Iterable[Fact] = (*sheet.emails, *sheet.websites, *sheet.social_media, *sheet.other_contacts)
        also = tuple(_each_once(cite_fact(fact, citer, self.handbook.section, whole=True) for fact in others))
        what = aspect.title[query.language]
        text = say("contact_not_stated", query.language, name=sheet.name, what=what)
        card = make_card("contact", sheet, citer, self.handbook.section, query.language)
        return Draft("not_in_handbook", "contact", text, also=also, names=(sheet.name,), cards=(card,))

    def refusal(self, ranking: Ranking) -> Draft:
        """That the handbook does not say so, and apart from it the nearest that it does say."""
        query = ranking.query
        practice = ranking.practice
        sheet = sheet_of(self.handbook.fact_sheets, practice) if practice else None
        citer = self.citer()
        if sheet:
            for fact in sheet.websites[:1]:
                cite_fact(fact, citer, self.handbook.section, whole=True)
        elif query.mentions:
            for span in self.spans.answer_spans(ranking, ranking.best(1))[:1]:
                citer.cite(span.section, span.start, span.end)
        key = "not_in_handbook_of" if sheet else "not_in_handbook"
        text = say(key, query.language, name=practice or "")
        return Draft(
            "not_in_handbook", "not_in_handbook", text, also=citer.citations, names=(practice,) if practice else ()
        )


def _each_once(citations: Iterable[Citation]) -> list[Citation]:
    """Citations in order, each number once."""
    return list({citation.n: citation for citation in citations}.values())
