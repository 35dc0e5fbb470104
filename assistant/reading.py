"""Reading questions: what one asks, alone or after others, and which passages speak of it."""

from collections.abc import Sequence

from assistant.aspects import AspectBook
from assistant.conversation import resolve
from assistant.cues import without_cues
from assistant.describe import Describer
from assistant.rank import Ranker
from assistant.ranking import Ranking
from assistant.schema import Turn
from assistant.understand import Query, understand
from index.names import NameBook


class QuestionReader:
    """Reads questions and ranks passages for them. Read-only after construction."""

    def __init__(self, names: NameBook, aspects: AspectBook, describer: Describer, ranker: Ranker) -> None:
        """Read with these `names`, `aspects` and descriptions; rank with `ranker`."""
        self.names = names
        self.aspects = aspects
        self.describer = describer
        self.ranker = ranker

    def query(self, text: str, focus: Sequence[str] = ()) -> Query:
        """What `text` asks, in the light of the names that the conversation is about."""
        return understand(text, self.names, self.aspects, focus)

    def rank(self, text: str) -> Ranking:
        """The ranking of `text` as a question of its own."""
        return self.ranker.rank(self.query(text))

    def follow(self, first: Query, history: Sequence[Turn]) -> Ranking:
        """The ranking of a question made whole by its history."""
        resolved = resolve(first, history, self)
        if resolved.question == first.text and not resolved.focus:
            return self.ranker.rank(first)
        return self.ranker.rank(self.query(resolved.question, resolved.focus))

    def nameless(self, text: str, names: Sequence[str]) -> str:
        """The folded words of `text` without any names, nor the words that only describe `names`."""
        query = self.query(text)
        rest = query.without_names()
        for name in names:
            if name not in query.practices:
                rest = self.describer.rest(rest, name)
        return rest

    def practice(self, text: str) -> str | None:
        """The practice that `text` names or describes, None where that is not clear."""
        return self.rank(text).practice

    def rank_for(self, query: Query, name: str, compared: Sequence[str]) -> Ranking:
        """The ranking of a comparison's question for one of the names `compared`."""
        rest = without_cues("compare_frame", self.nameless(query.text, compared))
        return self.rank(f"{rest} {name}")
