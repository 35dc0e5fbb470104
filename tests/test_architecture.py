"""The house rules that a reader should be able to rely on, checked on the source itself."""

import ast
import re
import tokenize
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

PACKAGES = ("ingest", "index", "assistant", "eval")  # each may import itself and those before it
HEAVY = {
    "sentence_transformers": "index/encode.py",
    "faiss": "index/store.py",
    "gradio": "assistant/app.py",
    "pypdf": "ingest/pdf.py",
}
RECIPES = ("index/train/",)  # run by hand, never imported by the others: they may load what they need
COMMAND_LINES = ("assistant/cli.py", "__main__.py")
EDGES = (*COMMAND_LINES, "assistant/app.py", "assistant/web/", "ingest/pdf.py")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]


def imported(tree: ast.Module) -> Iterator[str]:
    """The modules that a module imports, anywhere in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, "import by the full name"
            yield node.module


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def is_one_of(name: str, places: tuple[str, ...]) -> bool:
    return any(place in name for place in places)


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_imports_run_one_way(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0]
    for module in imported(tree(path)):
        top = module.split(".")[0]
        assert top != "tests"
        if top in PACKAGES:
            assert PACKAGES.index(top) <= PACKAGES.index(package), f"{package} imports {module}"


@pytest.mark.parametrize("library", HEAVY)
def test_a_heavy_library_is_imported_in_one_module(library: str) -> None:
    importing = {
        name
        for path, name in zip(MODULES, NAMES, strict=True)
        if not is_one_of(name, RECIPES) and library in {module.split(".")[0] for module in imported(tree(path))}
    }
    assert importing == {HEAVY[library]}


def test_recipes_are_not_imported() -> None:
    recipes = tuple(place.rstrip("/").replace("/", ".") for place in RECIPES)
    for path, name in zip(MODULES, NAMES, strict=True):
        if not is_one_of(name, RECIPES):
            assert not [module for module in imported(tree(path)) if module.startswith(recipes)], name


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_only_the_command_line_prints(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    prints = [node.lineno for node in calls if isinstance(node.func, ast.Name) and node.func.id == "print"]
    assert not prints or is_one_of(name, (*COMMAND_LINES, *RECIPES)), f"{name}, lines {prints}"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_broad_excepts_stand_only_at_the_edges(path: Path) -> None:
    name = str(path.relative_to(ROOT))
    handlers = [node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler)]
    broad = [
        node.lineno
        for node in handlers
        if node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException"))
        if not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)  # tidies up and lets it pass
    ]
    assert not broad or is_one_of(name, EDGES), f"{name}, lines {broad}"


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_module_names_what_is_in_the_handbook(path: Path) -> None:
    """No practice, organisation or person: what is particular to the handbook is a file in corpus/."""
    entries = tomllib.loads((ROOT / "corpus" / "names.toml").read_text("utf-8"))["name"]
    names = [entry["canonical"] for entry in entries if entry["kind"] in ("practice", "organisation", "person")]
    words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    kinds = (tokenize.STRING, tokenize.COMMENT, getattr(tokenize, "FSTRING_MIDDLE", tokenize.STRING))
    with tokenize.open(path) as source:
        texts = [
            (token.start[0], token.string) for token in tokenize.generate_tokens(source.readline) if token.type in kinds
        ]
    assert not [(line, words.findall(text)) for line, text in texts if words.search(text)]


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_modules_and_functions_are_short(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= 260
    functions = [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert not {name: length for name, length in lengths.items() if length > 60}


def test_corpus_holds_files_only() -> None:
    assert not list((ROOT / "corpus").rglob("*.py"))
