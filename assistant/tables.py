"""Fact sheets for programs and spreadsheets: JSON as `factsheet.schema.json` describes it, and CSV."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from assistant.schema import Language
from assistant.web.export import practices_csv
from ingest.factsheet import FactSheet


def sheet_as_json(sheet: FactSheet) -> dict[str, Any]:
    """The fact sheet as the documented JSON object; an empty list means that the handbook does not state the field."""
    return asdict(sheet)


def sheets_as_csv(sheets: Sequence[FactSheet], language: Language) -> str:
    """The fact sheets as CSV, one row a practice: the same file that the web chat gives."""
    return practices_csv(sheets, language)
