"""Fixtures that several packages' tests share."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from assistant.assistant import Assistant, open_assistant
from eval.questions import REFERENCE
from index.lock import locked
from index.names import NameBook, read_names
from index.terms import words
from ingest.handbook import Handbook, read_handbook

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"
PROFILE = ROOT / "corpus" / "handbook.toml"


def pytest_configure() -> None:
    """No test asks the model hub for anything."""
    os.environ["HF_HUB_OFFLINE"] = "1"


@pytest.fixture(scope="session")
def wonen() -> Handbook:
    """The real handbook, read by its profile."""
    return read_handbook(PROFILE)


@pytest.fixture(scope="session")
def mini() -> Handbook:
    """The invented handbook of three pages, read by its profile."""
    return read_handbook(DATA / "mini.toml")


@pytest.fixture(scope="session")
def mini_names() -> NameBook:
    """The invented names."""
    return NameBook(read_names(DATA / "mini_names.toml"), words((DATA / "mini.txt").read_text("utf-8")))


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of this test run that all its processes see (pytest-xdist gives each a folder of its own)."""
    folder = tmp_path_factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def wonen_home(shared: Path) -> Path:
    """The folder of an index of the real handbook; the first to ask for it builds it."""
    open_assistant(PROFILE, shared / "waaier")
    return shared / "waaier"


@pytest.fixture(scope="session")
def assistant(wonen_home: Path) -> Assistant:
    """The assistant over the real handbook."""
    return open_assistant(PROFILE, wonen_home)


@pytest.fixture(scope="session")
def batch_run(wonen_home: Path, shared: Path) -> subprocess.CompletedProcess[str]:
    """`waaier ask --batch` over all files of the reference set, once a test run."""
    from tests.assistant.process import waaier  # which imports this module

    saved = shared / "batch.json"
    with locked(shared / "batch.lock", lambda: None):
        if not saved.exists():
            batch = shared / "batch.jsonl"
            batch.write_text("".join(path.read_text("utf-8") for path in sorted(REFERENCE.glob("*.jsonl"))), "utf-8")
            done = waaier("ask", "--batch", str(batch), "--home", str(wonen_home), timeout=600)
            saved.write_text(json.dumps([done.args, done.returncode, done.stdout, done.stderr]), "utf-8")
    return subprocess.CompletedProcess(*json.loads(saved.read_text("utf-8")))


@pytest.fixture(scope="session")
def batch_lines(batch_run: subprocess.CompletedProcess[str]) -> list[Json]:
    """The lines that it printed."""
    return [json.loads(line) for line in batch_run.stdout.splitlines()]
