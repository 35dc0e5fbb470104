"""Files to take along, as plain addresses: they need no script and hold nothing of a user."""

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import PlainTextResponse, Response

from assistant.schema import Language
from assistant.web.export import practices_csv, vcard
from assistant.web.filters import Choice, choose
from assistant.web.library import Library, slug
from ingest.factsheet import sheet_of


def _language(query: Mapping[str, str]) -> Language:
    return "en" if query.get("taal") == "en" else "nl"


def _file(body: str, name: str, kind: str) -> Response:
    disposition = (
        f"attachment; filename=\"{name.encode('ascii', 'replace').decode('ascii')}\"; filename*=UTF-8''{quote(name)}"
    )
    return Response(
        body.encode("utf-8"), media_type=f"{kind}; charset=utf-8", headers={"content-disposition": disposition}
    )


def csv_download(library: Library, query: Mapping[str, str]) -> Response:
    """The practices that meet the filters of `query`, as CSV."""
    sheets = choose(library.fact_sheets, Choice.of(query))
    return _file(practices_csv(sheets, _language(query)), "praktijken.csv", "text/csv")


def vcard_download(library: Library, query: Mapping[str, str]) -> Response:
    """The practice `naam` of `query` as vCard; 404 where there is none of exactly that name."""
    sheet = sheet_of(library.fact_sheets, query.get("naam", ""))
    if sheet is None:
        return PlainTextResponse("Not found.", 404)
    card = vcard(sheet, library.handbook.document.title, _language(query))
    return _file(card, f"{slug(sheet.name)}.vcf", "text/vcard")
