"""The JSON Schemas and the dataclasses say the same, every field is described, and every answer is valid."""

import json
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from assistant.assistant import Assistant
from assistant.schema import SCHEMA_VERSION, Answer, Card, Citation, Language, PassageView, Status, Turn
from assistant.tables import sheet_as_json
from ingest.document import Kind
from ingest.factsheet import Fact, FactSheet, Provenance
from tests.conftest import ROOT, Json

ANSWER: Json = json.loads((ROOT / "assistant" / "answer.schema.json").read_text("utf-8"))
SHEET: Json = json.loads((ROOT / "assistant" / "factsheet.schema.json").read_text("utf-8"))


def names_of(kind: Any) -> set[str]:
    return {field.name for field in fields(kind)}


@pytest.mark.parametrize("schema", [ANSWER, SHEET], ids=["answer", "factsheet"])
def test_is_a_valid_schema(schema: Json) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(
    ("kind", "described", "more"),
    [
        (Answer, ANSWER, {"schema", "answered", "id"}),
        (Citation, ANSWER["$defs"]["citation"], set()),
        (PassageView, ANSWER["$defs"]["passage"], set()),
        (Card, ANSWER["$defs"]["card"], set()),
        (FactSheet, SHEET, set()),
        (Fact, SHEET["$defs"]["fact"], set()),
        (Provenance, SHEET["$defs"]["provenance"], set()),
    ],
)
def test_has_the_fields_of_the_dataclass(kind: Any, described: Json, more: set[str]) -> None:
    assert set(described["properties"]) == names_of(kind) | more
    assert set(described["required"]) == set(described["properties"]) - (more & {"id"})
    assert described["additionalProperties"] is False


def test_has_the_values_of_the_types() -> None:
    assert ANSWER["properties"]["schema"]["const"] == SCHEMA_VERSION
    assert tuple(ANSWER["properties"]["status"]["enum"]) == get_args(Status)
    assert tuple(ANSWER["properties"]["language"]["enum"]) == get_args(Language)
    assert ANSWER["$defs"]["source_kind"]["enum"] == [kind.value for kind in Kind]
    assert ANSWER["$defs"]["card"]["properties"]["kind"]["enum"] == list(get_args(Card.__annotations__["kind"]))


def properties(schema: object) -> Iterator[tuple[str, Json]]:
    """Every property anywhere in a schema that says what it is (conditions do not)."""
    if isinstance(schema, dict):
        for key, inner in schema.items():
            if key == "properties" and "description" in schema:
                yield from inner.items()
            if key not in ("if", "then", "else"):
                yield from properties(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from properties(inner)


@pytest.mark.parametrize("schema", [ANSWER, SHEET], ids=["answer", "factsheet"])
def test_every_field_is_described(schema: Json) -> None:
    assert not [name for name, one in properties(schema) if not one.get("description", "").endswith((".", "]."))]
    assert all(one.get("description") for one in schema["$defs"].values())


def test_every_line_of_a_batch_is_valid(batch_lines: list[Json]) -> None:
    single = Draft202012Validator(ANSWER)
    conversation = Draft202012Validator({"$ref": f"{ANSWER['$id']}#/$defs/conversation"}, registry=_registry())
    for line in batch_lines:
        validator = conversation if "turns" in line else single
        assert not [fault.message for fault in validator.iter_errors(line)], line["id"]


def _registry() -> Any:
    """Where `$ref: #` of a conversation's turns leads: to the schema of one answer."""
    from referencing import Registry
    from referencing.jsonschema import DRAFT202012

    return Registry().with_resource(ANSWER["$id"], DRAFT202012.create_resource(ANSWER))


@pytest.mark.parametrize(
    "question", ["", "   ", "?!", "x" * 2001, "a\x00b", "\x1b[31m", "<script>", "🙂", "wat " * 490]
)
def test_odd_questions_have_a_valid_answer(question: str, assistant: Assistant) -> None:
    answer = json.loads(json.dumps(assistant.ask(question).as_json()))
    assert not [fault.message for fault in Draft202012Validator(ANSWER).iter_errors(answer)]


def test_every_fact_sheet_is_valid(assistant: Assistant) -> None:
    validator = Draft202012Validator(SHEET)
    for sheet in assistant.fact_sheets:
        body = json.loads(json.dumps(sheet_as_json(sheet)))
        assert not [fault.message for fault in validator.iter_errors(body)], sheet.name


@pytest.mark.parametrize(
    "change",
    [
        {"status": "maybe"},
        {"answered": False},
        {"citations": []},
        {"choices": ["a", "b"]},
        {"confidence": 2},
        {"language": "fr"},
        {"schema": 2},
        {"surprise": 1},
        {"answer": ""},
        {"also": [{}]},
    ],
    ids=str,
)
def test_the_schema_refuses_what_is_no_answer(change: Json, answers: dict[str, Json]) -> None:
    answer = next(one for one in answers.values() if one["status"] == "answered")
    assert Draft202012Validator(ANSWER).is_valid(answer)
    assert not Draft202012Validator(ANSWER).is_valid({**answer, **change})


def test_a_turn_holds_nothing_but_parts_of_the_answer(assistant: Assistant) -> None:
    answer = assistant.ask("wat kost het?")
    turn = Turn.of(answer)
    assert names_of(Turn) <= names_of(Answer)
    assert all(getattr(turn, name) == getattr(answer, name) for name in names_of(Turn))
