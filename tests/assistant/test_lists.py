"""List questions: all members, told from fact sheets and sentences."""

import pytest

from assistant.assistant import Assistant
from assistant.schema import Turn
from ingest.factsheet import sheet_of
from tests.conftest import Json


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("welke voorbeelden van een buurtkeuken zijn er?", {"Pollepel", "Lange Tafel"}),
        ("which examples are there in Domburg?", {"Lange Tafel"}),
        ("bij welke voorbeelden is Stichting Pollepel betrokken?", {"Pollepel"}),
        ("in welke projecten lenen ze banken?", {"Lange Tafel"}),
    ],
)
def test_lists_of_the_invented_handbook(question: str, members: set[str], mini_assistant: Assistant) -> None:
    answer = mini_assistant.ask(question)
    assert answer.kind == "list"
    assert set(answer.members) == members
    assert len(answer.members) == len(members)
    assert {citation.name for citation in answer.citations} >= members


def lists(answers: dict[str, Json], assistant: Assistant, of_practices: bool) -> dict[str, Json]:
    """The lists among `answers`: those of practices alone, or those of anything else."""
    practices = {sheet.name for sheet in assistant.fact_sheets}
    return {
        identity: answer
        for identity, answer in answers.items()
        if answer["kind"] == "list" and practices.issuperset(answer["members"]) == of_practices
    }


def test_members_come_in_the_order_of_the_handbook(answers: dict[str, Json], assistant: Assistant) -> None:
    order = [sheet.name for sheet in assistant.fact_sheets]
    for identity, answer in lists(answers, assistant, of_practices=True).items():
        assert answer["members"] == sorted(answer["members"], key=order.index), identity


def test_each_member_is_shown_by_its_own_section(answers: dict[str, Json], assistant: Assistant) -> None:
    for identity, answer in lists(answers, assistant, of_practices=True).items():
        own = [citation["name"] for citation in answer["citations"] if citation["name"] in answer["members"]]
        assert list(dict.fromkeys(own)) == answer["members"], identity


def test_other_members_are_those_of_a_property_each_shown_by_its_quote(
    answers: dict[str, Json], assistant: Assistant
) -> None:
    """Themes, concepts, makers of the handbook: lists of these come from the known properties alone."""
    known = {tuple(one.members): one.members for one in assistant.handbook.properties}
    found = lists(answers, assistant, of_practices=False)
    assert found
    for identity, answer in found.items():
        assert tuple(answer["members"]) in known, identity
        for name, source in known[tuple(answer["members"])].items():
            assert any(
                citation["section_id"] == source.section_id
                and citation["start"] <= source.start
                and source.end <= citation["end"]
                for citation in answer["citations"]
            ), (identity, name)


def test_housing_benefit_is_told_from_the_fact_sheets(assistant: Assistant) -> None:
    yes = {
        sheet.name for sheet in assistant.fact_sheets if any(f.value in ("ja", "deels") for f in sheet.housing_benefit)
    }
    no = {sheet.name for sheet in assistant.fact_sheets if any(f.value == "nee" for f in sheet.housing_benefit)}
    assert set(assistant.ask("bij welke voorbeelden kunnen bewoners huurtoeslag krijgen?").members) == yes
    assert set(assistant.ask("bij welke voorbeelden krijgen bewoners geen huurtoeslag?").members) == no


def test_every_concept_lists_its_practices(assistant: Assistant) -> None:
    for concept in {sheet.concept for sheet in assistant.fact_sheets}:
        own = {sheet.name for sheet in assistant.fact_sheets if sheet.concept == concept}
        answer = assistant.ask(f"welke voorbeelden zijn er van {concept}?")
        assert set(answer.members) == own, concept


def test_one_named_practice_is_no_list(mini_assistant: Assistant) -> None:
    assert mini_assistant.ask("bij welke organisatie hoort de Pollepel?").kind != "list"


def test_the_sheet_of_a_name(mini_assistant: Assistant) -> None:
    assert sheet_of(mini_assistant.fact_sheets, "Pollepel") == mini_assistant.fact_sheets[0]
    assert sheet_of(mini_assistant.fact_sheets, "pollepel") is None


def test_of_those_just_given_only_those_with_the_property_are_listed(assistant: Assistant) -> None:
    given = ("Kraaipan Oase", "Elzenhagen", "Goodwillburgh")
    history = [Turn("welke voorbeelden?", "welke voorbeelden?", "list", given, given)]
    found = assistant.ask("bij welke van die kunnen bewoners huurtoeslag krijgen?", history)
    everywhere = assistant.ask("bij welke voorbeelden kunnen bewoners huurtoeslag krijgen?")
    assert found.kind == "list"
    assert set(found.members) == set(given) & set(everywhere.members)


def test_one_practice_described_is_no_list_though_only_it_has_the_property(assistant: Assistant) -> None:
    """A property of one practice alone is known, but the question is about that practice."""
    answer = assistant.ask("Waar komt het eten vandaan bij vergaderingen in de villa in het Westerpark?")
    assert answer.kind != "list"


@pytest.mark.parametrize(
    "question",
    ["Welke voorbeelden in Utrecht hebben een tuin?", "welke voorbeelden van De Regenboog Groep zijn er in Zuidoost?"],
)
def test_a_list_is_not_filled_from_elsewhere(question: str, assistant: Assistant) -> None:
    """Place and organisation are of the handbook, and it knows who has a garden: only none of these is there."""
    answer = assistant.ask(question)
    assert (answer.status, answer.members) == ("not_in_handbook", ())


@pytest.mark.parametrize("place", ["Rotterdam", "Groningen", "België"])
def test_no_list_is_given_for_a_place_that_is_not_in_the_handbook(place: str, assistant: Assistant) -> None:
    assert assistant.ask(f"welke voorbeelden zijn er in {place}?").status == "not_in_handbook"
