"""Answers and fact sheets as text: wrapped and bold on a terminal, bare elsewhere, and never steering it."""

import io
from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.terminal import Style, answer_text, overview_text, printable, sheet_text, style_of


class Tty(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_codes_and_no_wrapping_away_from_a_terminal() -> None:
    assert style_of(io.StringIO()) == Style(None, False)


def test_a_terminal_gets_bold_unless_it_asks_not_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "77")
    assert style_of(Tty()) == Style(77, True)
    monkeypatch.setenv("NO_COLOR", "")
    assert style_of(Tty()) == Style(77, False)
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert style_of(Tty()) == Style(77, False)


def test_headings_are_bold_only_where_asked() -> None:
    assert Style(bold=True).heading("Bronnen") == "\033[1mBronnen\033[0m"
    assert Style().heading("Bronnen") == "Bronnen"


def test_control_characters_do_not_reach_the_terminal() -> None:
    assert printable("a\x1b[31mb\x07\tc\r\nd\x9b\ud800") == "a[31mb c\nd"


def test_lines_fit_the_terminal(assistant: Assistant) -> None:
    answer = assistant.ask("wat kost het bij Lieven?")
    lines = answer_text(answer, assistant.section, Style(width=60)).split("\n")
    assert max(map(len, lines)) <= 60


def test_nothing_is_lost_by_wrapping(assistant: Assistant) -> None:
    answer = assistant.ask("wat kost het bij Lieven?")
    wide, narrow = (answer_text(answer, assistant.section, Style(width=width)) for width in (None, 50))
    assert wide.split() == narrow.split()


def test_every_source_has_kind_name_and_page(assistant: Assistant) -> None:
    answer = assistant.ask("wat kost het bij Lieven?")
    text = answer_text(answer, assistant.section, Style())
    for citation in answer.citations:
        assert f"[{citation.n}] praktijkvoorbeeld {citation.name}, " in text
        assert f"p. {citation.page_label}" in text


def test_a_page_without_a_printed_number_says_so(assistant: Assistant) -> None:
    answer = assistant.ask("wat kost het bij Lieven?")
    bare = replace(answer, citations=tuple(replace(citation, page_label="") for citation in answer.citations))
    assert f"p. {bare.citations[0].page} van het bestand" in answer_text(bare, assistant.section, Style())


def test_a_lesson_is_shown_with_its_theme(assistant: Assistant) -> None:
    lesson = next(section for section in assistant.handbook.sections if section.theme)
    answer = assistant.ask("wat kost het bij Lieven?")
    cited = replace(
        answer.citations[0], kind="lesson", name=lesson.name, theme=lesson.theme, facet=None, section_id=lesson.id
    )
    other = replace(answer, citations=(cited,))
    assert f"[1] lessen {lesson.name}, {lesson.theme}, p. " in answer_text(other, assistant.section, Style())


def test_a_sheet_shows_every_value_once(assistant: Assistant) -> None:
    for sheet in assistant.fact_sheets:
        text = sheet_text(sheet, "nl", Style())
        assert all(" ".join(fact.value.split()) in text for fact in (*sheet.emails, *sheet.websites, *sheet.duration))
        assert ("niet vermeld" in text) or all(getattr(sheet, field) for field in sheet.__slots__)


def test_the_overview_has_a_row_for_each(mini_assistant: Assistant) -> None:
    head, *rows = overview_text(mini_assistant.fact_sheets, "en", Style()).split("\n")
    assert head.split("  ")[0] == "Practice example"
    assert [row.split("  ")[0] for row in rows] == ["Pollepel", "Lange Tafel"]
    assert "not stated" in rows[1]
