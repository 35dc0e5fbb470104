"""Questions after a list: whether all that have a property are asked for, and who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.cues import has_cue
from assistant.properties import PropertyBook
from assistant.ranking import Ranking
from assistant.scorecard import LISTING, read_scorecard
from assistant.understand import Query
from index.build import SearchIndex
from index.names import ELSEWHERE, masked
from ingest.document import Section
from ingest.factsheet import FactSheet, Provenance
from ingest.properties import Property

_ALIKE_QUESTIONS = 2
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Known:
    """The members of a known property, each with what shows it, and whether a question asks for it beyond doubt."""

    members: Mapping[str, Provenance]
    is_sure: bool


class ListReader:
    """Reads questions after all that have a known property. Read-only after construction."""

    def __init__(self, index: SearchIndex, sections: Sequence[Section]) -> None:
        """Know the properties of the handbook of `index`; `sections` are those of its passages."""
        self._passages = sections
        self._printed = index.handbook.profile.list_facets
        self._sheets = index.handbook.fact_sheets
        self._properties = PropertyBook(index.handbook.properties, index.encoder)
        self._listing = index.listing
        self._card = read_scorecard(LISTING)

    def is_cued(self, ranking: Ranking) -> bool:
        """Whether a list is asked for in so many words, or one that the handbook prints answers the question."""
        return ranking.query.wants_list or self.is_printed(ranking)

    def is_printed(self, ranking: Ranking) -> bool:
        """Whether the best passage is a list of the practices of a concept, and the question asks which they are."""
        top = self._passages[ranking.best(1)[0]]
        return top.facet in self._printed and asks_which(ranking.query)

    def known(self, ranking: Ranking) -> Known | None:
        """The practices with the property that a question asks for, where it asks for all with one that is known."""
        asked = self._asked_for(ranking)
        if asked is None:
            return None
        wanted, signs = asked
        chance = self._card.probability(signs)
        if chance < self._card.threshold:
            return None
        query = ranking.query
        given = query.focus if _is_among(query) else tuple(wanted.members)
        members = {name: source for name, source in self._there(wanted, query).items() if name in given}
        return Known(members, chance >= _SURE)

    def signs(self, ranking: Ranking) -> dict[str, float] | None:
        """The signs by name of a question after all with a property, None where it cannot be one.

        `wording` are the log odds by the wording; `property` how much more alike the nearest ways to ask for a property
        are than the written questions that a single passage answers (cosines). The others are 1 where it is so: `cued`
        a cue of a list, `which` where or which is asked, `described` a practice is described, `concept` a concept is
        named, `aspect` an aspect of a practice is asked for, `aspect_cued` such an aspect in what is cued as a list,
        `single` the property is that of one practice alone.
        """
        asked = self._asked_for(ranking)
        return asked[1] if asked else None

    def _asked_for(self, ranking: Ranking) -> tuple[Property, dict[str, float]] | None:
        """The property that a question most likely asks for, and the signs that it asks for all that have it."""
        query = ranking.query
        cued, among = self.is_cued(ranking), _is_among(query)
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

    def _there(self, wanted: Property, query: Query) -> Mapping[str, Provenance]:
        """The members of a property; where a question names a place or an organisation besides, those of them there."""
        members = wanted.members
        for mention in query.mentions:
            practices = mention.name.practices
            if mention.name.kind not in ("place", "organisation") or is_everywhere(practices, self._sheets):
                continue
            if has_cue("outside", query.text):
                continue
            there = {name: source for name, source in members.items() if name in practices}
            members = there or members
        return members


def asks_elsewhere(query: Query) -> bool:
    """Whether a list is asked of what is in a place of which the handbook does not speak."""
    asked = query.wants_list or asks_which(query)
    return asked and ELSEWHERE in masked(query.text, query.mentions) and not has_cue("outside", query.text)


def asks_which(query: Query) -> bool:
    """Whether a question asks where or which, though not for a contact detail, and leans on no conversation."""
    contact = any(aspect.kind == "contact" for aspect in query.aspects)
    return not contact and not query.practices and not query.focus and has_cue("which_ones", query.text)


def _is_among(query: Query) -> bool:
    """Whether a question asks which of those that the conversation is about."""
    return len(query.focus) > 1 and has_cue("of_these", query.text)


def is_everywhere(practices: Sequence[str], sheets: Sequence[FactSheet]) -> bool:
    """Whether a name belongs to so many practices that it tells none apart."""
    return len(practices) > len(sheets) * 2 / 3
