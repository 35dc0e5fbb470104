"""The fixed sentences: in both languages, with the same places to fill, and each of them in use."""

import ast
import re
from collections.abc import Iterator
from string import Formatter

import pytest

from assistant.messages import say
from tests.assistant.verbatim import sentences
from tests.conftest import ROOT

KEYS = sorted(sentences())
SOURCES = sorted((ROOT / "assistant").rglob("*.py"))


def places(sentence: str) -> set[str]:
    """The names of the places to fill in a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_both_languages_say_it_with_the_same_places(key: str) -> None:
    sentence = sentences()[key]
    assert set(sentence) == {"nl", "en"}
    assert places(sentence["nl"]) == places(sentence["en"])
    for words in sentence.values():
        assert words == words.strip() or words.rstrip().endswith(":")
        assert "  " not in words


def test_entries_stand_one_blank_line_apart() -> None:
    assert "\n\n\n" not in (ROOT / "assistant" / "messages.toml").read_text("utf-8")


def strings(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """The texts in a module as ("is", text), and the f-strings in it as ("like", pattern)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield "is", node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else r"\w+" for one in node.values]
            if parts and parts[0] != r"\w+":
                yield "like", "".join(parts)


def test_every_key_is_used() -> None:
    found = {one for path in SOURCES for one in strings(ast.parse(path.read_text("utf-8")))}
    exact = {text for how, text in found if how == "is"}
    patterns = [re.compile(text) for how, text in found if how == "like" and re.match(r"[a-z]+_", text)]
    script = "".join(path.read_text("utf-8") for path in (ROOT / "assistant" / "web").rglob("*.js"))
    unused = [key for key in KEYS if key not in exact and not any(one.fullmatch(key) for one in patterns)]
    assert not [key for key in unused if key not in script]


def test_every_key_that_is_said_exists() -> None:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
                key = node.args[0]
                if isinstance(key, ast.Constant):
                    assert key.value in sentences(), f"{path.name}, line {node.lineno}"


def test_places_are_filled() -> None:
    assert "Voorbeeld 7" in say("not_in_handbook_of", "nl", name="Voorbeeld 7")


def test_an_unknown_key_is_a_fault_of_the_program() -> None:
    with pytest.raises(KeyError):
        say("no_such_sentence")
