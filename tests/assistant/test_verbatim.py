"""Everything that an answer states is a verbatim span of the handbook, a canonical name or a fixed sentence."""

import copy

import pytest

from assistant.assistant import Assistant
from assistant.schema import Citation
from eval.questions import Question
from index.names import read_names
from ingest.handbook import Handbook
from tests.assistant.verbatim import Verbatim
from tests.conftest import ROOT, Json


@pytest.fixture(scope="session")
def checker(wonen: Handbook) -> Verbatim:
    return Verbatim(wonen)


def test_every_answer_to_every_reference_question_is_verbatim(checker: Verbatim, answers: dict[str, Json]) -> None:
    faults = {identity: found for identity, answer in answers.items() if (found := checker.faults(answer))}
    assert not faults, f"{len(faults)} of {len(answers)}: {dict(list(faults.items())[:5])}"


def test_every_answer_over_the_invented_handbook_is_verbatim(mini_assistant: Assistant) -> None:
    checker = Verbatim(mini_assistant.handbook)
    for question in (
        "wat kost de pollepel?",
        "mail van de lange tafel",
        "website pollepel",
        "hoe lang koken ze?",
        "where is Long Table?",
        "what goes wrong at Pollepel?",
        "wat is een eetkaart",
        "welke voorbeelden zijn er op Walcheren?",
        "verschil pollepel en lange tafel: waar?",
        "bij welke voorbeelden betalen eters?",
        "hoeveel geld is er nodig voor vijftig eters",
        "wat is het weer morgen?",
        "",
        "x" * 3000,
    ):
        answer = _json(mini_assistant, question)
        assert not checker.faults(answer), question


def _json(assistant: Assistant, question: str) -> Json:
    import json

    body: Json = json.loads(json.dumps(assistant.ask(question).as_json()))
    return body


def test_answered_means_cited(answers: dict[str, Json]) -> None:
    for identity, answer in answers.items():
        assert bool(answer["citations"]) == (answer["status"] == "answered"), identity
        assert not answer["also"] or answer["status"] == "not_in_handbook", identity


def test_a_list_counts_and_cites_its_members(answers: dict[str, Json]) -> None:
    lists = {identity: answer for identity, answer in answers.items() if answer["kind"] == "list"}
    assert lists
    for identity, answer in lists.items():
        count, *lines = answer["answer"].split("\n")
        assert str(len(answer["members"])) in count, identity
        own = [name for line in lines for name in answer["members"] if line.startswith(f"{name}: ")]
        assert own == answer["members"], identity


def test_a_comparison_cites_each_of_its_members(answers: dict[str, Json]) -> None:
    """Each by the section that treats it; two concepts may share one."""
    treated = {name.canonical: name.section for name in read_names(ROOT / "corpus" / "names.toml")}
    for identity, answer in answers.items():
        if answer["kind"] == "compare":
            assert len(answer["members"]) > 1
            assert {one["name"] for one in answer["citations"]} == {treated[name] for name in answer["members"]}, (
                identity
            )


def test_passages_come_best_first(answers: dict[str, Json]) -> None:
    """Best first; a list or comparison puts those of its members before the others."""
    for identity, answer in answers.items():
        scores = [passage["score"] for passage in answer["passages"]]
        assert answer["members"] or scores == sorted(scores, reverse=True), identity
        ids = [passage["id"] for passage in answer["passages"]]
        assert len(ids) == len(set(ids))


def test_what_the_handbook_contradicts_is_shown_with_what_contradicts_it(
    answers: dict[str, Json], wonen: Handbook
) -> None:
    met = 0
    for identity, answer in answers.items():
        quotes = " ".join(citation["quote"] for citation in answer["citations"] if not answer["members"])
        for conflict in wonen.profile.conflicts:
            shown = [side in quotes for side in conflict]
            assert all(shown) or not any(shown), identity
            met += all(shown)
    assert met


def test_the_choices_offered_are_at_most_four(answers: dict[str, Json]) -> None:
    asked_back = [answer for answer in answers.values() if answer["status"] == "clarify"]
    assert asked_back
    assert all(2 <= len(answer["choices"]) <= 4 for answer in asked_back)


def test_the_language_of_an_answer_is_that_of_its_question(
    answers: dict[str, Json], reference: dict[str, Question]
) -> None:
    right = [answer["language"] == reference[identity].lang for identity, answer in answers.items()]
    assert sum(right) / len(right) >= 0.97


ANSWER_KEYS = ("quote", "name", "page", "start", "passage_id")


@pytest.mark.parametrize("key", ANSWER_KEYS)
def test_the_checker_notices_a_forged_citation(key: str, checker: Verbatim, answers: dict[str, Json]) -> None:
    forged = copy.deepcopy(next(answer for answer in answers.values() if answer["citations"]))
    citation = forged["citations"][0]
    citation[key] = citation[key] + (1 if isinstance(citation[key], int) else "x")
    assert checker.faults(forged)


@pytest.mark.parametrize(
    "forge", [lambda text: text[:-6] + text[-5:], lambda text: text + "\nDat klopt.", lambda text: "Ja. " + text]
)
def test_the_checker_notices_a_forged_text(forge: object, checker: Verbatim, answers: dict[str, Json]) -> None:
    assert callable(forge)
    forged = copy.deepcopy(next(answer for answer in answers.values() if answer["status"] == "answered"))
    forged["answer"] = forge(forged["answer"])
    assert checker.faults(forged)


@pytest.mark.parametrize("key", ["section_id", "page", "quote"])
def test_a_citation_needs_section_page_and_quote(key: str) -> None:
    fields: Json = {
        "n": 1,
        "kind": "practice",
        "name": "A",
        "theme": None,
        "facet": None,
        "page": 1,
        "page_label": "1",
        "quote": "q",
        "passage_id": "p#1",
        "section_id": "p",
        "start": 0,
        "end": 1,
    }
    assert Citation(**fields).links == ()
    with pytest.raises(ValueError, match="a section, a page and a quote"):
        Citation(**{**fields, key: 0 if key == "page" else ""})
