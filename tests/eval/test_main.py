import shutil
from pathlib import Path

import pytest

from eval import commands
from eval.__main__ import COMMANDS, main
from eval.figures import summarise, write_figures
from tests.eval.test_figures import many

README = Path(__file__).parents[2] / "eval" / "README.md"


@pytest.fixture
def scored(tmp_path):
    write_figures(summarise("tuning", many(80, 5)), tmp_path / "tuning" / "figures.json")
    return tmp_path


def test_compare_exits_1_where_a_figure_fell(scored, tmp_path, capsys):
    baseline = tmp_path / "baseline.json"
    write_figures(summarise("tuning", many(95, 5)), baseline)
    assert main(["compare", str(baseline), "--out", str(scored)]) == 1
    assert "WORSE" in capsys.readouterr().err


def test_compare_exits_0_where_none_did(scored, tmp_path, capsys):
    baseline = tmp_path / "baseline.json"
    shutil.copyfile(scored / "tuning" / "figures.json", baseline)
    assert main(["compare", str(baseline), "--out", str(scored)]) == 0
    assert "R@1" in capsys.readouterr().out


def test_publish_copies_to_where_the_part_is_committed(scored, monkeypatch, capsys):
    monkeypatch.setattr(commands, "COMMITTED", {"tuning": scored / "baseline.json"})
    assert main(["publish", "--out", str(scored)]) == 0
    assert (scored / "baseline.json").read_text("utf-8") == (scored / "tuning" / "figures.json").read_text("utf-8")
    assert capsys.readouterr().out.strip() == str(scored / "baseline.json")


def test_missing_answers_are_one_line_on_stderr(tmp_path, capsys):
    assert main(["score", "--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_unknown_part_is_a_usage_error(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["score", "--part", "training"])
    assert "invalid choice" in capsys.readouterr().err


def test_every_command_is_described():
    text = README.read_text("utf-8")
    assert [name for name in COMMANDS if name != "all" and f"python -m eval {name}" not in text] == []
