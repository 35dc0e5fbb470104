import ast
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.build import open_index
from index.generations import current
from index.manifest import NAME
from index.retrieve import Retriever
from ingest.chunk import ChunkOptions
from ingest.errors import EmptyHandbook
from tests.conftest import ROOT
from tests.index.conftest import Opened
from tests.index.examples import question_lines, ranked

BUILT = ["passages", "questions", "terms"]


def test_built_once_then_loaded(opened: Opened) -> None:
    built, steps = opened()
    loaded, none = opened()
    assert (steps, none) == (BUILT, [])
    query = "Wie betaalt de huur?"
    one, other = Retriever(built).score(query), Retriever(loaded).score(query)
    assert one.neighbours == other.neighbours
    for leg in one.legs:
        np.testing.assert_array_equal(one.legs[leg], other.legs[leg])
    np.testing.assert_array_equal(built.places, loaded.places)
    assert len(built.written) == 8
    assert built.written == loaded.written
    assert built.names.names == loaded.names.names
    assert built.parts is not None
    assert loaded.parts is not None
    assert built.parts.scores(one.vector) == loaded.parts.scores(one.vector)


def test_places_lead_to_the_quotes(opened: Opened) -> None:
    index, _ = opened()
    assert len(index.places) == len(index.questions) == 8
    passage, start, end = index.places[3].tolist()
    section = index.handbook.section(index.handbook.chunks[passage].section_id)
    assert section.text[start:end] == "De gemeente Veere betaalt de huur"


def test_built_again_when_asked(opened: Opened) -> None:
    opened()
    assert opened(rebuild=True)[1] == BUILT


def append(name: str, text: str) -> Callable[[Path], object]:
    def change(folder: Path) -> None:
        path = folder / name
        path.write_text(path.read_text("utf-8") + text, "utf-8")

    return change


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text((folder / name).read_text("utf-8").replace(old, new), "utf-8")


CHANGED = {
    "text": replace("mini.txt", "leent banken uit", "leent stoelen uit"),
    "profile": append("mini.toml", "# aangepast\n"),
    "facts": append("mini.facts.toml", "# aangepast\n"),
    "questions": append("mini.questions.jsonl", question_lines([("Wat nu?", "sinds 2019", "practice/pollepel/doel")])),
}


@pytest.mark.parametrize("change", CHANGED)
def test_a_changed_file_of_the_corpus_makes_it_stale(opened: Opened, corpus: Path, change: str) -> None:
    opened()
    CHANGED[change](corpus.parent)
    assert opened()[1] == BUILT
    assert opened()[1] == []


def test_another_encoder_or_other_options_make_it_stale(opened: Opened) -> None:
    opened()
    assert opened(encoder="other")[1] == BUILT
    assert opened(encoder="other", options=ChunkOptions(target=100))[1] == BUILT
    assert opened(encoder="other", options=ChunkOptions(target=100))[1] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FORMAT", 99),
        ("STEMMER", "german"),
        ("_LIBRARIES", ("numpy", "pytest")),
        ("_code_checksum", lambda: "other code"),
        ("_passages_checksum", lambda handbook: "chunks as another version of ingest makes them"),
    ],
)
def test_another_program_makes_it_stale(
    opened: Opened, monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    opened()
    monkeypatch.setattr(f"index.manifest.{name}", value)
    assert opened()[1] == BUILT
    assert opened()[1] == []


def test_questions_of_an_unknown_section_are_kept_out(opened: Opened, corpus: Path) -> None:
    append("mini.questions.jsonl", question_lines([("Wat?", "sinds 2019", "practice/geen/doel")]))(corpus.parent)
    assert len(opened()[0].questions) == 8


def test_a_handbook_without_written_questions(opened: Opened, corpus: Path) -> None:
    for content in ("", question_lines([("Wat?", "sinds 2019", "practice/geen/doel")])):
        corpus.with_name("mini.questions.jsonl").write_text(content, "utf-8")
        index, _ = opened()
        assert (len(index.questions), index.places.shape, index.parts) == (0, (0, 3), None)
        assert ranked(index, "moestuin")[0].section_id == "concept/leertuin"


PAGES = (
    " Eten\nWie kookt, doet boodschappen op de markt en wast daarna af.\n\n Slapen\nDe slaapzaal sluit om tien uur.\n"
)


def test_a_handbook_without_a_profile(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text(PAGES, "utf-8")
    index, _ = opened(corpus=path)
    assert "slaapzaal" in ranked(index, "slaapzaal")[0].text
    assert opened(corpus=path)[1] == []


def test_a_handbook_of_one_passage(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text("De slaapzaal sluit om tien uur.\n", "utf-8")
    index, _ = opened(corpus=path)
    assert Retriever(index).score("slaapzaal").fused().tolist() == [0.0]


def test_a_handbook_of_no_passage(opened: Opened, tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    path.write_text("\n \n", "utf-8")
    with pytest.raises(EmptyHandbook, match=r"none\.txt: .+\.$"):
        opened(corpus=path)


def test_nothing_stored_is_a_pickle(opened: Opened, home: Path) -> None:
    opened()
    suffixes = {path.suffix for path in current(home).rglob("*") if path.is_file()}
    assert suffixes == {".json", ".npy", ".npz"}
    for path in current(home).rglob("*.npy"):
        assert not np.load(path, allow_pickle=False).dtype.hasobject
    for package in ("ingest", "index", "assistant", "eval"):
        for source in (ROOT / package).rglob("*.py"):
            tree = ast.parse(source.read_text("utf-8"))
            imports = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            assert not imports & {"pickle", "cloudpickle", "dill", "joblib", "shelve", "marshal"}, source
            assert "allow_pickle=True" not in source.read_text("utf-8"), source


def test_a_copied_index_serves_elsewhere(opened: Opened, home: Path, tmp_path: Path) -> None:
    opened()
    shutil.copytree(home, tmp_path / "copy")
    assert opened(home=tmp_path / "copy")[1] == []
    assert (current(tmp_path / "copy") / NAME).exists()


def test_the_steps_may_be_left_out(corpus: Path, home: Path) -> None:
    assert len(open_index(corpus, home).passages) == 23
