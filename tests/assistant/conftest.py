"""The assistant over the invented handbook, names and aspects of both, and the answers to the reference questions."""

import shutil
from pathlib import Path

import pytest

from assistant.aspects import AspectBook, read_aspects
from assistant.assistant import Assistant, open_assistant
from eval.questions import PARTS, Question, read_reference
from tests.conftest import DATA, ROOT, Json


@pytest.fixture(scope="session")
def home(wonen_home: Path) -> Path:
    """The folder of an index of the real handbook."""
    return wonen_home


@pytest.fixture(scope="session")
def mini_profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The profile of the invented handbook, with names and aspects."""
    folder = tmp_path_factory.mktemp("mini")
    for name in ("mini.txt", "mini.facts.toml", "mini_names.toml", "mini_aspects.toml"):
        shutil.copy(DATA / name, folder)
    more = 'names = "mini_names.toml"\naspects = "mini_aspects.toml"\n'
    path = folder / "mini.toml"
    path.write_text(more + (DATA / "mini.toml").read_text("utf-8"), "utf-8")
    return path


@pytest.fixture(scope="session")
def mini_home(mini_profile: Path) -> Path:
    """The folder of an index of the invented handbook."""
    folder = mini_profile.parent / "index"
    open_assistant(mini_profile, folder)
    return folder


@pytest.fixture(scope="session")
def mini_assistant(mini_profile: Path, mini_home: Path) -> Assistant:
    """The assistant over the invented handbook, whose names, headings and themes differ."""
    return open_assistant(mini_profile, mini_home)


@pytest.fixture(scope="session")
def aspect_book() -> AspectBook:
    """The real aspects."""
    return AspectBook(read_aspects(ROOT / "corpus" / "aspects.toml"))


@pytest.fixture(scope="session")
def mini_aspects() -> AspectBook:
    """The invented aspects."""
    return AspectBook(read_aspects(DATA / "mini_aspects.toml"))


@pytest.fixture(scope="session")
def reference() -> dict[str, Question]:
    """The questions and turns of both parts of the reference set, by id."""
    return {question.id: question for part in PARTS for question in read_reference(part).questions}


@pytest.fixture(scope="session")
def answers(batch_lines: list[Json]) -> dict[str, Json]:
    """The answer to each reference question and turn, by its id."""
    found: dict[str, Json] = {}
    for line in batch_lines:
        if "turns" in line:
            found.update({f"{line['id']}.{number}": turn for number, turn in enumerate(line["turns"], 1)})
        else:
            found[line["id"]] = line
    return found


@pytest.fixture(scope="session")
def mini_options(mini_profile: Path, mini_home: Path) -> list[str]:
    """The options with which a command works on the invented handbook."""
    return ["--corpus", str(mini_profile), "--home", str(mini_home)]
