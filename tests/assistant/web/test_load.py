"""Fifty users at once get their answers. The long run of 8,000 requests is `make load`."""

import os

from tests.assistant.web.conftest import apart
from tests.assistant.web.load import fire


def test_fifty_users_at_once_all_get_an_answer(address: str) -> None:
    figures = apart(fire(address, requests=200, users=50, process=os.getpid()))
    assert figures.errors == 0
    assert figures.p99 < 15_000
