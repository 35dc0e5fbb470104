"""The page Over: the figures that mean something to a user, the edition, and what is kept."""

import json
import re
from pathlib import Path

from assistant.messages import say
from assistant.web.about import FIGURES, about_page, read_figures
from assistant.web.actions import Desk, act
from assistant.web.session import Session
from eval.figures import RULES
from ingest.handbook import read_handbook
from ingest.profile import Profile
from tests.assistant.web.fake import FakeAssistant
from tests.conftest import DATA

LIBRARY = FakeAssistant()


def test_about_says_so_where_there_are_no_figures(tmp_path: Path) -> None:
    damaged = tmp_path / "figures.json"
    damaged.write_text("{", "utf-8")
    for path in (None, tmp_path / "none.json", damaged):
        assert "geen meting van de kwaliteit gevonden" in about_page(LIBRARY, "nl", read_figures(path), stores=False)
    figures = {"R@1": 0.5, "answerable refused": 0.03, "answer right": 1, "lists F1": "?"}
    damaged.write_text(json.dumps({"generated": "2026-11-23T09:00", "questions": 9, "figures": figures}))
    shown = about_page(LIBRARY, "en", read_figures(damaged), stores=True)
    assert "2026-11-23, with 9 questions" in shown
    rows = [(say("web_figure_answer", "en"), "1.000"), (say("web_figure_answerable_refused", "en"), "0.030")]
    assert re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', shown) == rows
    assert "it stays in that file" in shown


def test_figures_shown_exist_and_say_where_low_is_good() -> None:
    lower = {rule.name: rule.lower for rule in RULES}
    for name, key in FIGURES.items():
        assert ("(lager is beter)" in say(key, "nl")) == ("(lower is better)" in say(key, "en")) == lower[name]


def test_handbook_without_a_profile_is_called_by_its_file() -> None:
    class Bare(FakeAssistant):
        profile = Profile()  # type: ignore[assignment]
        handbook = read_handbook(DATA / "mini.txt")  # type: ignore[assignment]

        def __post_init__(self) -> None:
            self.fact_sheets = ()

    assert "<strong>mini</strong>" in about_page(Bare(), "nl", None, stores=False)
    assert "# Gesprek over mini" in act(Desk(Bare()), Session(), '{"do": "export"}').parts["download"]
