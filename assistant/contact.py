"""Contact details: whether the handbook gives the one that is asked for."""

from assistant.aspects import Aspect
from assistant.ranking import Ranking
from assistant.understand import Query
from index.build import SearchIndex
from index.spans import Span
from ingest.factsheet import FIELDS, Fact, FactSheet

_NEARLY_THE_SAME = 0.85


class ContactRules:
    """Tells which contact details there are. Read-only after construction."""

    def __init__(self, index: SearchIndex) -> None:
        """Know the fact sheets and written questions of `index`."""
        handbook = index.handbook
        self._sections = handbook.chunk_sections()
        self._places = index.places
        self._social = handbook.profile.contact.social
        self._having = {name for sheet in handbook.fact_sheets for name in (sheet.name, sheet.concept)}

    def is_without(self, query: Query) -> bool:
        """Whether a question is about a person, or about what is neither a practice nor a concept: these have none."""
        if query.practices or query.named("concept") or any(mention.name.practices for mention in query.mentions):
            return False
        return bool(query.named("person")) or (bool(query.focus) and self._having.isdisjoint(query.focus))

    def gives(self, sheet: FactSheet, aspect: Aspect, ranking: Ranking) -> bool:
        """Whether the handbook gives the contact detail asked for of a practice, or answers just this question."""
        return self._states(sheet, aspect, ranking.query) or self._is_written_for(ranking, sheet)

    def _states(self, sheet: FactSheet, aspect: Aspect, query: Query) -> bool:
        """Whether the handbook gives a contact detail; of a social medium that the question names, that very one."""
        facts: list[Fact] = [fact for field in aspect.fields for fact in getattr(sheet, field)]
        named = [label for label in self._social if label.casefold() in query.text.casefold()]
        return any(fact.value.startswith(tuple(named)) for fact in facts) if named else bool(facts)

    def _is_written_for(self, ranking: Ranking, sheet: FactSheet) -> bool:
        """Whether a written question on the practice is nearly the same, and what answers it is none of its facts."""
        if any("emails" in aspect.fields for aspect in ranking.query.aspects):
            return False
        position, cosine = next(iter(ranking.retrieved.neighbours), (0, 0.0))
        if cosine < _NEARLY_THE_SAME:
            return False
        passage, start, end = self._places[position].tolist()
        answer = Span(self._sections[passage], passage, start, end)
        stated = any(answer.overlaps(fact.source) for field in FIELDS for fact in getattr(sheet, field))
        return answer.section.name == sheet.name and not stated


def asks_contact(ranking: Ranking) -> bool:
    """Whether a contact detail is asked of a practice that is clearly described: most of these are there."""
    asked = any(aspect.kind == "contact" for aspect in ranking.query.aspects)
    return asked and ranking.practice is not None
