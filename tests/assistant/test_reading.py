"""Reading questions: alone, after others, and with the words that only say which practice is meant left out."""

import pytest

from assistant.aspects import AspectBook
from assistant.describe import Describer, read_descriptions
from assistant.rank import Ranker
from assistant.reading import QuestionReader
from assistant.schema import Turn
from assistant.understand import understand
from index.build import open_index
from index.names import NameBook
from index.retrieve import Retriever
from tests.conftest import DATA
from tests.index.examples import mini_corpus

BOTH = ("Pollepel", "Lange Tafel")
OLD_SCHOOL = "Wie betaalt de huur van het oude schoolgebouw met soep?"


def turn(question: str, *names: str, members: tuple[str, ...] = ()) -> Turn:
    return Turn(question, question, "fact", names, members)


POLLEPEL = turn("wat kost de Pollepel?", "Pollepel")
TABLE = turn("wie leent banken uit aan de Lange Tafel?", "Lange Tafel")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory, mini_names: NameBook, mini_aspects: AspectBook) -> QuestionReader:
    """Reads questions on the invented handbook, with descriptions and written questions, one on the Eetkaart."""
    folder = tmp_path_factory.mktemp("reading")
    index = open_index(mini_corpus(folder), folder / "home")
    describer = Describer(read_descriptions(DATA / "mini.descriptions.jsonl"), [one.question for one in index.written])
    return QuestionReader(mini_names, mini_aspects, describer, Ranker(Retriever(index), describer))


def top(reader: QuestionReader, question: str, *history: Turn) -> str:
    ranking = reader.follow(reader.query(question), history)
    return reader.ranker.sections[ranking.best(1)[0]].id


def test_a_query_is_what_is_understood(reader: QuestionReader) -> None:
    query = reader.query("wat kost de pollepel?", ("Lange Tafel",))
    assert query == understand("wat kost de pollepel?", reader.names, reader.aspects, ("Lange Tafel",))
    assert (query.practices, query.focus) == (("Pollepel",), ("Lange Tafel",))
    assert [aspect.key for aspect in query.aspects] == ["resident_pays"]


@pytest.mark.parametrize(
    ("text", "names", "rest"),
    [
        ("Wat kost de Pollepel?", ("Pollepel",), "wat kost"),
        ("Wat kost de Pollepel?", (), "wat kost"),
        ("Wat kost een bord in dat oude schoolgebouw?", ("Pollepel",), "wat kost een bord in dat"),
        ("Wat kost een bord in dat oude schoolgebouw?", (), "wat kost een bord in dat oude schoolgebouw"),
        ("Wat kost de soep van de Pollepel?", ("Pollepel",), "wat kost de soep van"),
        ("Is dat schoolgebouw duurder dan dat feestmaal?", BOTH, "is dat duurder dan dat"),
        ("Is dat schoolgebouw duurder dan de Lange Tafel?", BOTH, "is dat duurder dan"),
        ("", BOTH, ""),
    ],
)
def test_names_and_the_words_for_them_are_left_out(
    text: str, names: tuple[str, ...], rest: str, reader: QuestionReader
) -> None:
    """A practice that is named needs no words to describe it: what else is said is asked."""
    assert reader.nameless(text, names) == rest


@pytest.mark.parametrize(
    ("text", "practice"),
    [
        ("wat is de website van de lange tafel", "Lange Tafel"),
        ("polepel", "Pollepel"),
        ("in dat oude schoolgebouw waar donderdag soep is", "Pollepel"),
        ("Pollepel of Lange Tafel", None),
        ("wat is een leertuin?", None),
    ],
)
def test_the_practice_that_a_text_is_about(text: str, practice: str | None, reader: QuestionReader) -> None:
    assert reader.practice(text) == practice == reader.rank(text).practice


def test_the_first_question_is_ranked_alone(reader: QuestionReader) -> None:
    for question in ("wat kost het?", OLD_SCHOOL, "en daar?"):
        query = reader.query(question)
        found, alone = reader.follow(query, ()), reader.rank(question)
        assert found.query == alone.query == query
        assert found.best(5) == alone.best(5)


def test_a_follow_up_is_about_what_was_asked_of(reader: QuestionReader) -> None:
    for before, name in ((POLLEPEL, "Pollepel"), (TABLE, "Lange Tafel")):
        query = reader.follow(reader.query("en waar is dat?"), [before]).query
        assert query.focus == (name,)
        assert query.practices == (name,)
    assert top(reader, "hebben ze een site?", POLLEPEL) == "practice/pollepel/meer-info"
    assert top(reader, "en waar is dat?", POLLEPEL, TABLE) == "practice/lange-tafel/locatie"


def test_another_name_takes_over_the_question_without_the_words_for_the_first(reader: QuestionReader) -> None:
    before = turn("wat kost een bord in dat oude schoolgebouw?", "Pollepel")
    query = reader.follow(reader.query("en bij de Lange Tafel?"), [before]).query
    assert query.practices == query.focus == ("Lange Tafel",)
    assert query.text == "wat kost een bord in dat (Lange Tafel)"


@pytest.mark.parametrize(
    "question",
    [
        OLD_SCHOOL,
        "Wie betaalt de huur per maand van dat schoolgebouw?",
        "Wie betaalt de huur van het oude schoolgebouw: straat en plein?",
        "Wie betaalt de huur van het plein?",
    ],
    ids=["two words", "one word", "as many words for the first", "a word for the first"],
)
def test_words_that_describe_another_practice_do_not_end_the_subject(question: str, reader: QuestionReader) -> None:
    assert reader.follow(reader.query(question), [TABLE]).query.focus == ("Lange Tafel",)


def test_what_describes_the_practice_in_hand_is_a_follow_up(reader: QuestionReader) -> None:
    before = turn("wat kost de Pollepel?", "Pollepel")
    assert reader.follow(reader.query(OLD_SCHOOL), [before]).query.focus == ("Pollepel",)


def test_a_question_on_its_own_topic_has_no_focus(reader: QuestionReader) -> None:
    query = reader.follow(reader.query("Hoe vaak kookt een buurtkeuken eigenlijk per maand?"), [POLLEPEL]).query
    assert query.focus == ()
    assert query.topics == ("Buurtkeuken",)


def test_each_side_of_a_comparison_is_asked_by_its_name_alone(reader: QuestionReader) -> None:
    for question, rest in (
        ("vergelijk de Pollepel met de Lange Tafel: wat kost het?", "met wat kost het"),
        ("is dat oude schoolgebouw duurder dan dat feestmaal op straat?", "is dat duurder dan dat op"),
        ("verschil", ""),
    ):
        for name in BOTH:
            ranking = reader.rank_for(reader.query(question), name, BOTH)
            assert ranking.query.text == f"{rest} {name}"
            assert ranking.practice == name
