"""The assistant as a whole: over a handbook without a profile, leg by leg, and without any state between questions."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from assistant.assistant import Assistant, open_assistant
from assistant.errors import UnknownName
from assistant.schema import MAX_QUESTION
from tests.conftest import DATA, ROOT, Json

SCHEMA: Json = json.loads((ROOT / "assistant" / "answer.schema.json").read_text("utf-8"))


@pytest.fixture(scope="module", params=["mini.txt", "mini.pdf"])
def bare(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over a handbook that comes without a profile: no names, no aspects, no fact sheets."""
    return open_assistant(DATA / request.param, tmp_path_factory.mktemp("bare"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("wie regelt de koks en het rooster?", "regelt de koks"),
        ("hoeveel geld is er nodig voor vijftig eters?", "450 euro"),
        ("wat leren mensen in een leertuin?", "moestuin"),
    ],
)
def test_a_handbook_without_a_profile_is_answered_from(question: str, words: str, bare: Assistant) -> None:
    answer = bare.ask(question)
    assert not [
        fault.message for fault in Draft202012Validator(SCHEMA).iter_errors(json.loads(json.dumps(answer.as_json())))
    ]
    assert answer.status == "answered"
    assert words in answer.answer
    for citation in answer.citations:
        assert bare.section(citation.section_id).text[citation.start : citation.end] == citation.quote


def test_a_handbook_without_a_profile_has_no_fact_sheets(bare: Assistant) -> None:
    assert bare.fact_sheets == ()
    with pytest.raises(UnknownName):
        bare.lookup("Pollepel")


@pytest.mark.parametrize("question", ["", " \n\t ", "?!...", "x" * (MAX_QUESTION + 1)])
def test_a_question_that_is_none_is_refused_with_a_sentence(question: str, mini_assistant: Assistant) -> None:
    answer = mini_assistant.ask(question)
    assert (answer.status, answer.kind) == ("not_in_handbook", "refused")
    assert answer.answer
    assert (answer.citations, answer.passages, answer.suggestions) == ((), (), ())


def test_the_longest_question_is_still_answered(mini_assistant: Assistant) -> None:
    question = "waar is de pollepel? " + "x " * 2000
    assert mini_assistant.ask(question[: MAX_QUESTION - 1]).kind != "refused"


def test_an_answer_does_not_depend_on_the_questions_before_it(mini_assistant: Assistant) -> None:
    def asked(question: str) -> Json:
        return {**mini_assistant.ask(question).as_json(), "timings_ms": {}}

    questions = ["wat kost de pollepel?", "waar is de lange tafel?", "wat is een eetkaart?", "website?"] * 8
    alone = [asked(question) for question in questions]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(asked, questions)) == alone


def test_each_leg_ranks_alone(assistant: Assistant) -> None:
    for leg in assistant.legs:
        views = assistant.retrieve_only("wat betalen de bewoners van Lieven?", [leg])
        assert len(views) == 10
        assert [view.score for view in views] == sorted((view.score for view in views), reverse=True)


def test_a_section_is_found_by_its_id(assistant: Assistant) -> None:
    for section in assistant.handbook.sections:
        assert assistant.section(section.id) is section
    with pytest.raises(KeyError):
        assistant.section("none")


def test_the_index_is_that_of_the_corpus(assistant: Assistant) -> None:
    assert assistant.profile.title
    assert Path(assistant.profile.folder) == ROOT / "corpus"


@pytest.mark.parametrize("ask", ["vertel over {}", "wat is {}?", "tell me about {}", "{}"])
def test_asked_what_a_practice_is_its_own_description_comes_first(ask: str, assistant: Assistant) -> None:
    for sheet in assistant.fact_sheets:
        answer = assistant.ask(ask.format(sheet.name))
        assert answer.citations[0].name == sheet.name
        assert answer.citations[0].facet in ("doel", "locatie", "kenmerken"), answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Hoeveel abstinente woontrajecten heeft het Leger des Heils al geboden?", "16 abstinente woontrajecten"),
        ("Zijn er verhalen van bewoners van de studio's van perMens?", "Verhalen van bewoners"),
    ],
)
def test_the_sentence_that_answers_stands_before_one_that_names_an_organisation(
    question: str, said: str, assistant: Assistant
) -> None:
    assert said in assistant.ask(question).answer
