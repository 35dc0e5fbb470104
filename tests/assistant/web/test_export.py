"""What users take along: Markdown, CSV and vCard that other programs read."""

import csv
import io
from dataclasses import replace

from assistant.web.downloads import csv_download, vcard_download
from assistant.web.export import answer_as_text, conversation_markdown, practices_csv, vcard
from assistant.web.session import Session, ask
from ingest.factsheet import FIELDS
from tests.assistant.web.book import TITLE
from tests.assistant.web.fake import FakeAssistant

LIBRARY = FakeAssistant()


def test_text_of_an_answer_holds_cards_and_sources() -> None:
    copied = answer_as_text(LIBRARY.ask("Wat is het mailadres van Het Anker?"), "nl")
    assert "E-mail: niet vermeld" in copied
    assert "[2] Het Anker, meer info, blz. 14: “hetanker.example” <https://hetanker.example/over>" in copied


def test_markdown_holds_each_question_with_its_answer_and_sources() -> None:
    session = ask(LIBRARY, ask(LIBRARY, Session(), "Welke voorbeelden zijn er?"), "Hoe hoog is *de* toren?")
    saved = conversation_markdown(session, TITLE, "Uitgave 1")
    assert "## 1. Welke voorbeelden zijn er?" in saved
    assert "## 2. Hoe hoog is \\*de\\* toren?" in saved
    assert "- De Vuurtoren: “De Vuurtoren is er voor” \\[1\\]" in saved
    assert saved.count("### Bronnen") == 2


def test_csv_has_a_row_a_practice_and_says_what_is_not_stated() -> None:
    rows = list(csv.reader(io.StringIO(practices_csv(LIBRARY.fact_sheets, "nl").removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 5
    assert {len(row) for row in rows} == {3 + len(FIELDS)}
    mail = rows[0].index("E-mail")
    assert [row[mail] for row in rows[1:3]] == ["post@vuurtoren.example (blz. 12)", "niet vermeld"]


def test_csv_cell_is_never_a_formula() -> None:
    sheet = replace(LIBRARY.fact_sheets[0], name="=1+1", concept="@x")
    row = practices_csv([sheet], "nl").splitlines()[1]
    assert row.startswith("'=1+1;'@x;")


def test_vcard_follows_the_format_and_folds_long_lines() -> None:
    sheet = replace(
        LIBRARY.fact_sheets[0], name="Huis; met, tekens en een heel lange naam van meer dan vijfenzeventig tekens é"
    )
    card = vcard(sheet, TITLE, "nl")
    lines = card.split("\r\n")
    assert lines[:3] == ["BEGIN:VCARD", "VERSION:4.0", "KIND:org"]
    assert max(len(line.encode()) for line in lines) <= 75
    unfolded = card.replace("\r\n ", "")
    assert "FN:Huis\\; met\\, tekens en een heel lange naam van meer dan vijfenzeventig tekens é\r\n" in unfolded
    assert "URL:https://devuurtoren.example/over\r\n" in unfolded
    assert card.endswith("END:VCARD\r\n")


def test_downloads_have_a_name_and_follow_the_filters() -> None:
    answer = csv_download(LIBRARY, {"concept": "Hofwonen", "taal": "en"})
    assert bytes(answer.body).decode("utf-8-sig").splitlines()[1].startswith("Hof van Eden;Hofwonen;16;")
    assert 'filename="praktijken.csv"' in answer.headers["content-disposition"]
    assert vcard_download(LIBRARY, {"naam": "De Vuurtoren"}).status_code == 200
    assert vcard_download(LIBRARY, {"naam": "vuurtoren"}).status_code == 404
