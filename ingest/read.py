"""Handbook file to document: text files here, PDF files by way of a child process (ingest/pdf)."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from ingest.document import Document, Line, Link, Page
from ingest.errors import EmptyHandbook, HandbookNotFound, WrongEncoding
from ingest.pdf import read_pdf
from ingest.profile import Profile
from ingest.repair import normalise

_COMPLETE = re.compile(r"^(https?://|mailto:)\S+(\s<\S+>)?$")
_BARE = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?$")


def read_document(path: Path, profile: Profile | None = None) -> Document:
    """Read a handbook from a `.pdf` or a UTF-8 text file.

    Text files divide into pages at form feeds and, where the profile gives `page_start`, at lines that match it.

    Raises:
        HandbookNotFound, EmptyHandbook, WrongEncoding, UnreadablePdf: with what to do, in one line.
    """
    profile = profile or Profile()
    try:
        content = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise HandbookNotFound(f"{path}: there is no such file. Check the path of the handbook.") from None
    except IsADirectoryError:
        raise HandbookNotFound(f"{path}: this is a folder. Give the handbook's file or its profile.") from None
    except OSError as fault:
        raise HandbookNotFound(f"{path}: cannot be read ({fault.strerror}). Check its permissions.") from None
    if not content.strip():
        raise EmptyHandbook(f"{path}: the file is empty. Give a handbook with text in it.")
    if path.suffix.lower() == ".pdf" or content.startswith(b"%PDF-"):
        pages = read_pdf(path)
    else:
        pages = _text_pages(path, content, profile)
    if not any(normalise(text) for lines, _ in pages for text in lines):
        raise EmptyHandbook(f"{path}: no text found in it. A scanned PDF needs text recognition (OCR) first.")
    return Document(
        title=profile.title or path.stem,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=_number(pages, profile),
    )


def _text_pages(path: Path, content: bytes, profile: Profile) -> list[tuple[list[str], list[Link]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        place = content[: fault.start].count(b"\n") + 1
        raise WrongEncoding(f"{path}, line {place}: not UTF-8 text. Save the file as UTF-8 and try again.") from None
    if "\x00" in text:
        raise WrongEncoding(f"{path}: holds binary data, not text. Give a .txt or .pdf file.")
    starts = re.compile(profile.page_start) if profile.page_start else None
    pages: list[tuple[list[str], list[Link]]] = [([], [])]
    for line in text.replace("\r\n", "\n").split("\n"):
        if pages[-1][0] and (line.startswith("\f") or (starts and starts.match(line))):
            pages.append(([], []))
        pages[-1][0].append(line.lstrip("\f"))
    return [(lines, _targets(lines)) for lines, _ in pages]


def _targets(lines: list[str]) -> list[Link]:
    """The link targets that stand bare on a page, in order, each once."""
    return [Link(url) for url in dict.fromkeys(_complete(normalise(lines[at])) for at in target_lines(lines))]


def target_lines(lines: Sequence[str]) -> list[int]:
    """Places of the lines that are nothing but a link target: complete ones anywhere, bare hosts at the page's end."""
    found, at_end = [], True
    for at in reversed(range(len(lines))):
        text = normalise(lines[at])
        if (text and _COMPLETE.match(text)) or (at_end and _BARE.match(text)):
            found.append(at)
        elif text:
            at_end = False
    return found[::-1]


def _complete(target: str) -> str:
    """A target with its scheme, and without the display form that some e-mail targets repeat (`mailto:a <a>`)."""
    url = target.split(" <", 1)[0]
    return url if url.startswith(("http://", "https://", "mailto:")) else f"https://{url}"


def _number(pages: list[tuple[list[str], list[Link]]], profile: Profile) -> tuple[Page, ...]:
    """Number the lines, and label them with the printed page as far as the profile tells."""
    label = profile.first_label
    lost = list(profile.lost_breaks)
    numbered: list[Page] = []
    number = 0
    for index, (texts, links) in enumerate(pages):
        label = label + 1 if label is not None and index else label
        lines = []
        for text in texts:
            if label is not None and lost and normalise(text) == lost[0]:
                lost.pop(0)
                label += 1
            lines.append(Line(number, index + 1, "" if label is None else str(label), text))
            number += 1
        numbered.append(Page(index + 1, tuple(lines), tuple(links)))
    return tuple(numbered)
