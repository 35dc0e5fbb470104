"""Which practice is a question about, also when it is only described?"""

from collections.abc import Sequence

import numpy as np

from assistant.ranking import Ranking
from ingest.document import Kind, Section

_TEMPERATURE = 1.5
_LOOKED_AT = 12
_SURE = 0.5


def likely_practices(ranking: Ranking, sections: Sequence[Section]) -> list[tuple[str, float]]:
    """Practices of the best passages with their share of the evidence (0 to 1), surest first."""
    best = ranking.best(_LOOKED_AT)
    weights = np.exp((ranking.scores[best] - ranking.scores[best[0]]) / _TEMPERATURE)
    shares: dict[str, float] = {}
    for position, weight in zip(best, (weights / weights.sum()).tolist(), strict=True):
        section = sections[position]
        if section.kind is Kind.PRACTICE:
            shares[section.name] = shares.get(section.name, 0.0) + weight
    return sorted(shares.items(), key=lambda one: -one[1])


def practice_of(ranking: Ranking, sections: Sequence[Section]) -> str | None:
    """The practice that a question is about: the one it names, else the one that it clearly describes, else None."""
    named = ranking.query.practices
    if named:
        return named[0] if len(named) == 1 else None
    likely = likely_practices(ranking, sections)
    top = sections[ranking.best(1)[0]]
    if likely and likely[0][1] >= _SURE and top.name == likely[0][0]:
        return likely[0][0]
    return None
