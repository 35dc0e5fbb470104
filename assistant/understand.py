"""Question to understood query: its language, the names in it, the aspects it asks for, and the kind of question."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.aspects import Aspect, AspectBook
from assistant.cues import asks_twice, has_cue, without_cues
from assistant.language import detect_language
from assistant.schema import Language
from index.names import Mention, NameBook, masked
from index.terms import stopwords, words

_TOPICS = ("practice", "concept", "glossary", "attention_point")


@dataclass(frozen=True, slots=True)
class Query:
    """A question as understood.

    `mentions` are the names in it, `aspects` what it asks for (surest first), `focus` the names that the conversation
    brings along (canonical; a question's own names come first, so focus counts less).
    """

    text: str
    language: Language
    mentions: tuple[Mention, ...]
    aspects: tuple[Aspect, ...]
    focus: tuple[str, ...] = ()

    def named(self, *kinds: str) -> tuple[str, ...]:
        """Canonical names of those kinds in the question, each once, in order."""
        return tuple(dict.fromkeys(m.name.canonical for m in self.mentions if m.name.kind in kinds))

    @property
    def practices(self) -> tuple[str, ...]:
        """The practices that the question names."""
        return self.named("practice")

    @property
    def topics(self) -> tuple[str, ...]:
        """The practices, concepts, glossary entries and attention points that the question names."""
        return self.named(*_TOPICS)

    @property
    def masked(self) -> str:
        """The folded words of the question, each name in it as the kind of name that it is (`index.names.masked`)."""
        return masked(self.text, self.mentions)

    @property
    def content(self) -> tuple[str, ...]:
        """The words that are left without names, cue words of lists, and words that say nothing."""
        rest = without_cues("generic", without_cues("list", self.without_names()))
        return tuple(word for word in rest.split() if word not in stopwords())

    @property
    def unexplained(self) -> tuple[str, ...]:
        """The content words that are no part of a cue of the question's aspects either."""
        rest = self.without_names()
        for aspect in self.aspects:
            rest = aspect.without_cues(rest)
        rest = without_cues("generic", without_cues("list", rest))
        return tuple(word for word in rest.split() if word not in stopwords())

    @property
    def is_bare(self) -> bool:
        """Whether nothing is asked but what the thing named is ("vertel over X")."""
        return bool(self.aspects) and all(aspect.weak for aspect in self.aspects) and not self.unexplained

    def without_names(self, *kinds: str) -> str:
        """The folded words of the question without the names of those kinds (all kinds where none is given)."""
        gone = [mention for mention in self.mentions if not kinds or mention.name.kind in kinds]
        taken = {at for mention in gone for at in range(mention.start, mention.end)}
        return " ".join(word for at, word in enumerate(words(self.text)) if at not in taken)

    @property
    def wants_list(self) -> bool:
        """Whether all practices with some property are asked for."""
        return len(self.practices) != 1 and has_cue("list", self.text)

    @property
    def wants_comparison(self) -> bool:
        """Whether two or more are to be set side by side: by a cue, or the same asked twice ("wie ... en wie ...")."""
        return has_cue("compare", self.text) or asks_twice(self.text)


def understand(question: str, names: NameBook, aspects: AspectBook, focus: Sequence[str] = ()) -> Query:
    """What `question` asks, in the light of the names that the conversation is about."""
    query = Query(
        text=question,
        language=detect_language(question),
        mentions=names.find(question),
        aspects=tuple(cued.aspect for cued in aspects.find(question)),
        focus=tuple(focus),
    )
    if query.topics and not query.aspects and not query.content:
        return replace(query, aspects=aspects.weak)  # a bare name: what is it?
    return query
