"""The command line: every command as a process or through main(), its output, its errors and its exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

import assistant.app
from assistant import options
from assistant.assistant import Assistant
from assistant.cli import main
from assistant.tables import sheet_as_json

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


def test_the_environment_names_handbook_and_index(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAAIER_CORPUS", "a.toml")
    monkeypatch.setenv("WAAIER_HOME", "b")
    given = options.parser().parse_args(["ask", "x"])
    assert (given.corpus, given.home) == (Path("a.toml"), Path("b"))
    assert options.parser().parse_args(["ask", "x", "--home", "c"]).home == Path("c")


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
