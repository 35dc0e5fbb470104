"""Make mini.pdf from mini.txt: the same lines in Courier, the link targets as annotations over their words.

Run it after a change of mini.txt or mini.toml: `python tests/data/make_pdf.py`.
"""

import re
from pathlib import Path

from pypdf import PdfWriter
from pypdf.annotations import Link
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.profile import Profile, read_profile
from ingest.read import read_document
from ingest.repair import normalise

FOLDER = Path(__file__).parent
SIZE, LEADING, LEFT, TOP = 10, 14, 50, 800
CHARACTER = 0.6 * SIZE  # every character of Courier has this width


def main() -> None:
    """Write mini.pdf beside this file."""
    profile = read_profile(FOLDER / "mini.toml")
    writer = PdfWriter()
    for page in read_document(FOLDER / "mini.txt", profile).pages:
        kept = [(at, line) for at, line in enumerate(page.lines) if line.number not in page.targets]
        lines = [(TOP - LEADING * at, line.text) for at, line in kept if line.text.strip()]
        add_page(writer, lines)
        for link in page.links:
            for at, start, end in places(lines, label(profile, page.number, link.url)):
                rectangle = (LEFT + CHARACTER * start, at - 3, LEFT + CHARACTER * end, at + SIZE)
                writer.add_annotation(page.number - 1, Link(rect=rectangle, url=link.url))
    writer.write(FOLDER / "mini.pdf")


def label(profile: Profile, page: int, url: str) -> str:
    """The words that carry `url`: those of the profile, else the address itself."""
    return next((rule.label for rule in profile.links if (rule.page, rule.url) == (page, url)), url.split(":")[-1])


def places(lines: list[tuple[int, str]], words: str) -> list[tuple[int, int, int]]:
    """Height, first and last column of `words`, where one line holds them; else nothing."""
    whole = re.compile(rf"(?<![\w@]){re.escape(words)}")
    return [(at, *found.span()) for at, text in lines if (found := whole.search(text))][-1:]


def add_page(writer: PdfWriter, lines: list[tuple[int, str]]) -> None:
    """Add a page with each text at its height."""
    page = writer.add_blank_page(595, 842)
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Courier", "/Encoding": "/WinAnsiEncoding"}
    names = DictionaryObject({NameObject(key): NameObject(value) for key, value in font.items()})
    fonts = DictionaryObject({NameObject("/F1"): names})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    shown = "".join(f"BT /F1 {SIZE} Tf 1 0 0 1 {LEFT} {at} Tm ({escaped(text)}) Tj ET\n" for at, text in lines)
    stream = DecodedStreamObject()
    stream.set_data(shown.encode("cp1252"))
    page[NameObject("/Contents")] = writer._add_object(stream)


def escaped(text: str) -> str:
    """`text` as it stands in a PDF string."""
    plain = normalise(text) + (" " if text.endswith(" ") else "")
    return (" " if text.startswith(" ") else "") + plain.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


if __name__ == "__main__":
    main()
