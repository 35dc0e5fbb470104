"""Around the server: a port that is taken is told beforehand, and the browser waits for the page."""

import socket
from collections.abc import Iterator

import pytest

from assistant import serving
from assistant.cli import main
from assistant.serving import PortTaken, check_port, open_when_up, page_address


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_a_port_in_use_is_told(taken: int) -> None:
    with pytest.raises(PortTaken, match=f"127.0.0.1:{taken}"):
        check_port("127.0.0.1", taken)


def test_chat_on_a_port_in_use_is_one_line(taken: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["chat", "--port", str(taken)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1


def test_an_address_of_another_machine_is_told() -> None:
    with pytest.raises(PortTaken):
        check_port("192.0.2.1", 7860)


def test_a_free_port_is_fine(taken: int) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        free = probe.getsockname()[1]
    check_port("127.0.0.1", free)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:1/"),
        ("0.0.0.0", "http://127.0.0.1:1/"),
        ("::", "http://[::1]:1/"),
        ("waaier.example", "http://waaier.example:1/"),
    ],
)
def test_the_address_of_the_page(host: str, address: str) -> None:
    assert page_address(host, 1) == address


def test_the_browser_opens_once_the_server_answers(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    open_when_up("127.0.0.1", taken).join(10)
    assert opened == [f"http://127.0.0.1:{taken}/"]


def test_the_browser_is_not_opened_on_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr(serving, "_LONGEST", 0.3)
    with socket.socket() as bound:  # bound, but nobody listens
        bound.bind(("127.0.0.1", 0))
        open_when_up("127.0.0.1", bound.getsockname()[1]).join(10)
    assert not opened
