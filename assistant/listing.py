"""Questions after a list: whether all that have a property are asked for, and who has it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.cues import has_cue
from assistant.properties import PropertyBook
from assistant.ranking import Ranking
from assistant.scorecard import LISTING, read_scorecard
from assistant.understand import Query
from index.build import SearchIndex
from index.names import ELSEWHERE
from ingest.document import Section
from ingest.factsheet import FactSheet, Provenance
from ingest.properties import Property

_ALIKE_QUESTIONS = 2
_SURE = 0.95


@dataclass(frozen=True, slots=True)
class Known:
    """The members of a known property, each with what shows it, and whether a question asks for it beyond doubt.

    No members: none has the property where, or with whom, the question asks for it.
    """

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
        signs = self._other_signs(ranking)
        if signs is None or not self._may_be_list(ranking, signs):
            return None
        wanted, more = self._property_signs(ranking)
        chance = self._card.probability(signs | more)
        if chance < self._card.threshold or (more["single"] and not signs["cued"]):
            return None  # what one practice alone has is asked of that practice, unless in so many words of all
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
        signs = self._other_signs(ranking)
        return signs | self._property_signs(ranking)[1] if signs else None

    def _other_signs(self, ranking: Ranking) -> dict[str, float] | None:
        """The signs but those of the property, None where no list can be asked for."""
        query = ranking.query
        cued, among = self.is_cued(ranking), _is_among(query)
        if self._listing is None or query.practices or (query.focus and not (cued or among)):
            return None
        return {
            "wording": self._listing.score(query.masked),
            "cued": float(cued),
            "which": float(among or asks_which(query)),
            "described": float(ranking.practice is not None),
            "concept": float(bool(query.named("concept"))),
            "aspect": float(bool(query.aspects)),
            "aspect_cued": float(cued and bool(query.aspects)),
        }

    def _property_signs(self, ranking: Ranking) -> tuple[Property, dict[str, float]]:
        """The property that a question most likely asks for, and the signs of it."""
        wanted, cosine = self._properties.closest(ranking.query.text)
        return wanted, {"property": cosine - _alike(ranking), "single": float(len(wanted.members) == 1)}

    def _may_be_list(self, ranking: Ranking, signs: Mapping[str, float]) -> bool:
        """Whether a property could be near enough for a list: to look for the nearest takes time."""
        nearest = {"property": 1 - _alike(ranking), "single": 0.0}
        return self._card.probability({**signs, **nearest}) >= self._card.threshold

    def _there(self, wanted: Property, query: Query) -> Mapping[str, Provenance]:
        """The members of a property; where a question names a place or an organisation besides, those of them there."""
        members = wanted.members
        for mention in query.mentions:
            practices = mention.name.practices
            tells = mention.name.kind in ("place", "organisation") and not is_everywhere(practices, self._sheets)
            if practices and tells and not has_cue("outside", query.text):
                members = {name: source for name, source in members.items() if name in practices}
        return members


def asks_elsewhere(query: Query) -> bool:
    """Whether a list is asked of what is in a place of which the handbook does not speak."""
    asked = query.wants_list or asks_which(query)
    return asked and ELSEWHERE in query.masked and not has_cue("outside", query.text)


def asks_which(query: Query) -> bool:
    """Whether a question asks where or which, though not for a contact detail, and leans on no conversation."""
    contact = any(aspect.kind == "contact" for aspect in query.aspects)
    return not contact and not query.practices and not query.focus and has_cue("which_ones", query.text)


def _alike(ranking: Ranking) -> float:
    """Mean cosine of a question and the written questions most like it; 0 where there are none."""
    alike = [cosine for _, cosine in ranking.retrieved.neighbours[:_ALIKE_QUESTIONS]]
    return sum(alike) / len(alike) if alike else 0.0


def _is_among(query: Query) -> bool:
    """Whether a question asks which of those that the conversation is about."""
    return len(query.focus) > 1 and has_cue("of_these", query.text)


def is_everywhere(practices: Sequence[str], sheets: Sequence[FactSheet]) -> bool:
    """Whether a name belongs to so many practices that it tells none apart."""
    return len(practices) > len(sheets) * 2 / 3
