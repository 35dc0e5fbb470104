"""Fixtures of the index's tests: every index in them is built without a model."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

from index.build import Progress, SearchIndex, open_index
from tests.index.examples import HashEncoder, mini_corpus

settings.register_profile("waaier", deadline=None, derandomize=True)  # a busy machine makes no test fail
settings.load_profile("waaier")

Opened = Callable[..., tuple[SearchIndex, list[str]]]


@pytest.fixture(autouse=True)
def hash_encoder(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The hashing encoder in place of any other, but where a test asks for `shipped`."""
    if "shipped" not in request.fixturenames:
        monkeypatch.setattr("index.build.load_encoder", lambda name: HashEncoder(name or "hash"))


@pytest.fixture
def shipped() -> None:
    """Marks a test that wants the shipped encoder."""


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """Profile of the invented handbook, with written questions; a copy that a test may change."""
    return mini_corpus(tmp_path / "corpus")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder for the index, not made yet."""
    return tmp_path / "home"


@pytest.fixture
def opened(corpus: Path, home: Path) -> Opened:
    """Opens the index and gives the steps of its build, none where it was loaded."""

    def opening(report: Progress = lambda step: None, **options: object) -> tuple[SearchIndex, list[str]]:
        steps: list[str] = []

        def progress(step: str) -> None:
            steps.append(step)
            report(step)

        where = {"corpus": corpus, "home": home} | options
        return open_index(**where, progress=progress), steps  # type: ignore[arg-type]

    return opening


@pytest.fixture
def mini_index(opened: Opened) -> SearchIndex:
    """An index of the invented handbook, built anew."""
    return opened()[0]
