"""The command line as a process: what it loads, streams, and leaves behind when it is stopped or its reader goes."""

import csv
import http.client
import io
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import cli
from ingest.factsheet import FIELDS
from tests.assistant.process import waaier
from tests.conftest import ROOT

LOADED = """
import sys
from assistant.cli import main
try:
    main({})
except SystemExit:
    pass
print(sorted({} & set(sys.modules)))
"""


LIGHT = {"numpy", "faiss", "gradio", "torch", "bm25s", "tokenizers", "starlette", "fastapi", "scipy", "pypdf"}


NOT_TO_ASK = {"torch", "gradio", "sentence_transformers", "transformers", "starlette", "fastapi", "uvicorn", "pypdf"}


@pytest.fixture(autouse=True)
def ctrl_c_is_heard() -> Iterator[None]:
    """A shell starts what runs in the background deaf to Ctrl-C, and so would be every process that a test starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def loaded(arguments: list[str], libraries: set[str]) -> str:
    """Which of `libraries` a command line has imported."""
    code = LOADED.format(arguments, libraries)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    return done.stdout.splitlines()[-1]


def test_help_loads_nothing_heavy() -> None:
    assert loaded(["--help"], LIGHT) == "[]"
    assert loaded(["chat", "--help"], LIGHT) == "[]"


def test_asking_loads_neither_torch_nor_gradio(home: Path, mini_options: list[str]) -> None:
    assert loaded(["ask", "wat kost de pollepel?", *mini_options], NOT_TO_ASK) == "[]"
    assert loaded(["lookup", "pollepel", "--csv", *mini_options], NOT_TO_ASK) == "[]"


def test_batch_from_stdin_and_from_a_file(mini_options: list[str], tmp_path: Path) -> None:
    talk = {"id": "c", "turns": [{"question": "waar is de pollepel?"}, {"question": "website?"}]}
    lines = "".join(json.dumps(row) + "\n" for row in ({"id": 1, "question": "wat kost de pollepel?"}, talk))
    path = tmp_path / "batch.jsonl"
    path.write_text(lines, "utf-8")
    for source, stdin in ((str(path), ""), ("-", lines)):
        done = waaier("ask", "--batch", source, *mini_options, stdin=stdin)
        assert (done.returncode, done.stderr) == (0, "")
        single, talk = (json.loads(line) for line in done.stdout.splitlines())
        assert single["id"] == 1
        assert [turn["names"] for turn in talk["turns"]] == [["Pollepel"], ["Pollepel"]]


def test_a_bad_line_is_one_line_on_stderr_after_which_the_rest_is_answered(mini_options: list[str]) -> None:
    good = b'{"id": %d, "question": "waar is de pollepel?"}\n'
    stdin = good % 1 + b'bad\n{"id": 2}\n{"id": 3, "question": "caf\xe9"}\n' + good % 4
    done = waaier("ask", "--batch", "-", *mini_options, stdin=stdin)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [1, 4]
    assert [line.split(":")[1] for line in done.stderr.splitlines()] == [f" stdin, line {n}" for n in (2, 3, 4)]


def test_a_batch_is_answered_while_it_is_written(mini_options: list[str]) -> None:
    """Another program can talk to the assistant line by line: nothing waits for the end of the input."""
    command = [sys.executable, "-m", "assistant", "ask", "--batch", "-", *mini_options]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
    guard = threading.Timer(60, process.kill)
    guard.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in (1, 2):
            process.stdin.write(b'{"id": %d, "question": "waar is de pollepel?"}\n' % number)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait() == 0
    finally:
        guard.cancel()
        process.kill()


def test_lookup_as_csv(home: Path) -> None:
    done = waaier("lookup", "--csv", "--home", str(home))
    assert done.returncode == 0
    assert done.stdout.startswith("\ufeff")
    assert "\r\r" not in done.stdout
    rows = list(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(rows) == 22
    assert {len(row) for row in rows} == {3 + len(FIELDS)}


def test_ctrl_c_is_130_without_a_traceback(mini_options: list[str]) -> None:
    command = [sys.executable, "-m", "assistant", "ask", "--batch", "-", *mini_options]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    guard = threading.Timer(60, process.kill)
    guard.start()
    try:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"id": 1, "question": "waar?"}\n')
        process.stdin.flush()
        assert process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        assert (process.returncode, err) == (130, b"")
    finally:
        guard.cancel()
        process.kill()


@pytest.mark.parametrize("arguments", [["lookup", "--json"], ["lookup"], ["ask", "--batch", "-"]], ids=" ".join)
def test_a_closed_pipe_is_no_traceback(arguments: list[str], home: Path) -> None:
    command = [sys.executable, "-m", "assistant", *arguments, "--home", str(home)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    process.stdout.close()
    assert process.stdin is not None
    process.stdin.write(b'{"id": 1, "question": "waar?"}\n' * 3)
    process.stdin.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    assert process.wait(60) == cli.PIPE_CLOSED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_one_line(home: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "assistant", "lookup", "--json", "--home", str(home)],
            stdout=full, stderr=subprocess.PIPE, cwd=ROOT, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.decode().count("\n") == 1


def test_output_is_utf8_whatever_the_locale(home: Path) -> None:
    done = waaier(
        "ask",
        "wat kost het bij Lieven? é",
        "--json",
        "--home",
        str(home),
        env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    )
    assert done.returncode == 0
    assert "é" in json.loads(done.stdout)["question"]


def test_chat_serves_a_page_and_stops_at_ctrl_c(mini_options: list[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant", "chat", "--port", str(port), *mini_options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT)
    try:
        assert process.stdout is not None
        assert f"http://127.0.0.1:{port}/".encode() in process.stdout.readline()
        end = time.monotonic() + 90
        while (status := page_status(port)) != 200 and time.monotonic() < end and process.poll() is None:
            time.sleep(0.2)
        assert status == 200
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
        assert (process.returncode, err) == (130, b"")
    finally:
        process.kill()


def page_status(port: int) -> int:
    """The status of the page; 0 while nobody listens."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()
