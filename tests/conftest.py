"""Fixtures that several packages' tests share."""

from pathlib import Path

import pytest

from ingest.handbook import Handbook, read_handbook

ROOT = Path(__file__).parent.parent
DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def wonen() -> Handbook:
    """The real handbook, read by its profile."""
    return read_handbook(ROOT / "corpus" / "handbook.toml")


@pytest.fixture(scope="session")
def mini() -> Handbook:
    """The invented handbook of three pages, read by its profile."""
    return read_handbook(DATA / "mini.toml")
