"""The command line: every command as a process or through main(), its output, its errors and its exit status."""

import csv
import io
import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

import assistant.app
from assistant import assistant as assistant_module
from assistant import cli, options
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.tables import sheet_as_json
from ingest.factsheet import FIELDS
from tests.assistant.process import waaier
from tests.conftest import ROOT


@pytest.fixture
def mini_options(mini_profile: Path, mini_home: Path) -> list[str]:
    return ["--corpus", str(mini_profile), "--home", str(mini_home)]


Run = pytest.CaptureFixture[str]


def test_help_is_there_for_every_command(capsys: Run) -> None:
    for command in ([], ["ask"], ["lookup"], ["index"], ["chat"]):
        with pytest.raises(SystemExit) as stop:
            main([*command, "--help"])
        assert stop.value.code == 0
        assert "usage: waaier" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["fly"],
        ["ask"],
        ["ask", "a", "--batch", "b"],
        ["lookup", "--json", "--csv"],
        ["chat", "--port", "0"],
        ["chat", "--port", "x"],
        ["ask", "a", "--colour"],
        ["lookup", "--language", "de"],
        ["ask", "\udcff"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "replace").decode(),
)
def test_wrong_usage_is_status_2(arguments: list[str], capsys: Run) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_the_defaults_are_those_of_the_assistant() -> None:
    assert Path(options.CORPUS) == assistant_module.CORPUS
    assert Path(options.HOME) == assistant_module.HOME


def test_the_environment_names_handbook_and_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAAIER_CORPUS", "a.toml")
    monkeypatch.setenv("WAAIER_HOME", "b")
    given = options.parser().parse_args(["ask", "x"])
    assert (given.corpus, given.home) == (Path("a.toml"), Path("b"))
    assert options.parser().parse_args(["ask", "x", "--home", "c"]).home == Path("c")


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


def test_ask_reads_well(mini_options: list[str], capsys: Run) -> None:
    assert main(["ask", "wat kost de pollepel?", *mini_options]) == 0
    out = capsys.readouterr().out
    answer, rest = out.split("\n\n", 1)
    assert "3 euro" in answer
    assert "[1]" in answer
    assert "Bronnen\n[1] praktijkvoorbeeld Pollepel, financien, p. 4" in rest
    assert "\033" not in out


def test_ask_in_english_frames_in_english(mini_options: list[str], capsys: Run) -> None:
    assert main(["ask", "how much does it cost at Soup Ladle?", *mini_options]) == 0
    assert "Sources\n[1] practice example Pollepel" in capsys.readouterr().out


def test_ask_offers_choices(mini_options: list[str], capsys: Run) -> None:
    assert main(["ask", "where is it?", *mini_options]) == 0
    assert "1. Where is Pollepel?\n2. Where is Lange Tafel?" in capsys.readouterr().out


def test_ask_shows_what_there_is_instead(mini_options: list[str], capsys: Run) -> None:
    assert main(["ask", "mailadres van de lange tafel?", *mini_options]) == 0
    out = capsys.readouterr().out
    assert "niet vermeld" in out
    assert "Wat er wel in de handreiking staat" in out
    assert "langetafel.example" in out


def test_ask_prints_one_object(mini_options: list[str], capsys: Run, mini_assistant: Assistant) -> None:
    assert main(["ask", "wat kost de pollepel?", "--json", *mini_options]) == 0
    printed = json.loads(capsys.readouterr().out)
    expected = json.loads(json.dumps(mini_assistant.ask("wat kost de pollepel?").as_json()))
    assert {**printed, "timings_ms": 0} == {**expected, "timings_ms": 0}


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


def test_a_fault_of_the_program_costs_one_line_only(
    mini_options: list[str], tmp_path: Path, capsys: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Assistant.ask

    def fails_on_two(self: Assistant, question: str, history: Any = ()) -> Any:
        if question == "twee":
            raise RuntimeError("broken")
        return ask(self, question, history)

    monkeypatch.setattr(Assistant, "ask", fails_on_two)
    path = tmp_path / "batch.jsonl"
    path.write_text("".join(f'{{"id": "{word}", "question": "{word}"}}\n' for word in ("een", "twee", "drie")), "utf-8")
    assert main(["ask", "--batch", str(path), *mini_options]) == 1
    out, err = capsys.readouterr()
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["een", "drie"]
    assert "RuntimeError: broken" in err
    assert "'twee' was not answered" in err


@pytest.mark.parametrize("language", ["nl", "en"])
def test_lookup_shows_one_sheet(language: str, mini_options: list[str], capsys: Run) -> None:
    assert main(["lookup", "polepel", "--language", language, *mini_options]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Pollepel\nBuurtkeuken, p. 4\n")
    assert "koken@pollepel.example (p. 4)" in out
    assert {"nl": "niet vermeld", "en": "not stated"}[language] in out


def test_lookup_shows_all(home: Path, capsys: Run, assistant: Assistant) -> None:
    assert main(["lookup", "--home", str(home)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.split() == ["Praktijkvoorbeeld", "P.", "E-mail", "Website"]
    assert [row[: head.index("P.")].rstrip() for row in rows] == [sheet.name for sheet in assistant.fact_sheets]
    assert sum("niet vermeld" in row for row in rows) == sum(not sheet.emails for sheet in assistant.fact_sheets)


def test_lookup_as_json(home: Path, capsys: Run, assistant: Assistant) -> None:
    assert main(["lookup", "--json", "--home", str(home)]) == 0
    expected = [json.loads(json.dumps(sheet_as_json(sheet))) for sheet in assistant.fact_sheets]
    assert json.loads(capsys.readouterr().out) == expected
    assert main(["lookup", expected[3]["name"], "--json", "--home", str(home)]) == 0
    assert json.loads(capsys.readouterr().out) == expected[3]


def test_lookup_as_csv(home: Path) -> None:
    done = waaier("lookup", "--csv", "--home", str(home))
    assert done.returncode == 0
    assert done.stdout.startswith("\ufeff")
    assert "\r\r" not in done.stdout
    rows = list(csv.reader(io.StringIO(done.stdout.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert len(rows) == 22
    assert {len(row) for row in rows} == {3 + len(FIELDS)}


def test_index_builds_and_then_is_fresh(mini_profile: Path, tmp_path: Path, capsys: Run) -> None:
    where = ["--corpus", str(mini_profile), "--home", str(tmp_path / "index")]
    for arguments, word in ((["index"], "gebouwd"), (["index"], "actueel"), (["index", "--rebuild"], "gebouwd")):
        assert main([*arguments, *where]) == 0
        out, err = capsys.readouterr()
        assert word in out
        assert str(tmp_path / "index") in out
        assert "Praktijkvoorbeelden: 2." in out
        assert bool(err) == (word == "gebouwd")


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask", "x", "--corpus", "none.toml"],
        ["index", "--corpus", "none.pdf"],
        ["lookup", "--corpus", "none.txt"],
        ["ask", "--batch", "none.jsonl"],
        ["ask", "--batch", "."],
        ["lookup", "qqqqqq"],
        ["ask", "x", "--encoder", "/none/at/all"],
    ],
    ids=lambda arguments: " ".join(arguments).encode("ascii", "replace").decode(),
)
def test_errors_are_one_line_and_status_1(arguments: list[str], mini_options: list[str], capsys: Run) -> None:
    given = mini_options[2:] if "--corpus" in arguments else mini_options
    assert main([*arguments, *given]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("waaier: ")
    assert err.count("\n") == 1


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


def test_chat_serves_what_the_options_say(
    mini_options: list[str], capsys: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}
    loads: list[Any] = []

    def serve(load: Any, **how: Any) -> None:
        given.update(how)
        loads.append(load)

    opened: list[tuple[str, int]] = []
    monkeypatch.setattr(assistant.app, "serve", serve)
    monkeypatch.setattr("assistant.serving.open_when_up", lambda host, port: opened.append((host, port)))
    assert main(["chat", "--port", "7999", "--mcp", "--open", "--name", "waaier.example", *mini_options]) == 0
    assert "http://127.0.0.1:7999/" in capsys.readouterr().out
    assert opened == [("127.0.0.1", 7999)]
    assert (given["host"], given["port"], given["mcp"], given["hosts"]) == (
        "127.0.0.1",
        7999,
        True,
        ("waaier.example",),
    )
    assert given["feedback"] is None
    assert [sheet.name for sheet in loads[0]().fact_sheets] == ["Pollepel", "Lange Tafel"]
