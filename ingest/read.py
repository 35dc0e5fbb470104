"""Handbook file to document: text files here, PDF files by way of a child process (ingest/pdf)."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ingest.document import Document, Line, Link, Page
from ingest.errors import EmptyHandbook, HandbookNotFound, ProfileError, WrongEncoding
from ingest.pdf import read_pdf
from ingest.profile import Profile
from ingest.repair import normalise

_COMPLETE = re.compile(r"^(https?://|mailto:)\S+(\s<\S+>)?$")
_BARE = re.compile(r"^(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?$")


class _RawPage(NamedTuple):
    """A page as extracted: its lines, its links, and which of the lines are link targets."""

    lines: list[str]
    links: list[Link]
    targets: Sequence[int] = ()


def read_document(path: Path, profile: Profile | None = None) -> Document:
    """Read a handbook from a `.pdf` or a UTF-8 text file.

    Text files divide into pages at form feeds and, where the profile gives `page_start`, at lines that match it.

    Raises:
        HandbookNotFound, EmptyHandbook, WrongEncoding, UnreadablePdf: with what to do, in one line.
        ProfileError: a lost page break is not where the profile says.
    """
    profile = profile or Profile()
    content = _content(path)
    if path.suffix.lower() == ".pdf" or content.startswith(b"%PDF-"):
        pages = [_RawPage(lines, links) for lines, links in read_pdf(path)]
    else:
        pages = _text_pages(path, content, profile)
    if not any(re.search(r"[^\W\d_]", text) for page in pages for text in page.lines):
        raise EmptyHandbook(f"{path}: no text found in it. A scanned PDF needs text recognition (OCR) first.")
    return Document(
        title=profile.title or path.stem,
        sha256=hashlib.sha256(content).hexdigest(),
        pages=_number(path, pages, profile),
    )


def _content(path: Path) -> bytes:
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
    return content


def _text_pages(path: Path, content: bytes, profile: Profile) -> list[_RawPage]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        place = content[: fault.start].count(b"\n") + 1
        raise WrongEncoding(f"{path}, line {place}: not UTF-8 text. Save the file as UTF-8 and try again.") from None
    if "\x00" in text:
        raise WrongEncoding(f"{path}: holds binary data, not text. Give a .txt or .pdf file.")
    starts = re.compile(profile.page_start) if profile.page_start else None
    pages: list[list[str]] = [[]]
    for line in re.split(r"\r?\n|(?=\f)", text):
        if pages[-1] and (line.startswith("\f") or (starts and starts.match(line))):
            pages.append([])
        pages[-1].append(line.lstrip("\f"))
    return [_with_targets(lines) for lines in pages]


def _with_targets(lines: list[str]) -> _RawPage:
    """A page of a text file with its links: the lines that are nothing but a target.

    Complete targets count anywhere, bare hosts only at the page's end.
    """
    targets, at_end = [], True
    for at in reversed(range(len(lines))):
        text = normalise(lines[at])
        if (text and _COMPLETE.match(text)) or (at_end and _BARE.match(text)):
            targets.append(at)
        elif text:
            at_end = False
    links = dict.fromkeys(_complete(normalise(lines[at])) for at in reversed(targets))
    return _RawPage(lines, [Link(url) for url in links], targets)


def _complete(target: str) -> str:
    """A target with its scheme, and without the display form that some e-mail targets repeat (`mailto:a <a>`)."""
    url = target.split(" <", 1)[0]
    return url if url.startswith(("http://", "https://", "mailto:")) else f"https://{url}"


def _number(path: Path, pages: list[_RawPage], profile: Profile) -> tuple[Page, ...]:
    """Number the lines, and label them with the printed page if the profile tells it, else with that of the file."""
    label = profile.first_label
    lost = list(profile.lost_breaks)
    numbered: list[Page] = []
    number = 0
    for index, page in enumerate(pages):
        label = label + 1 if label is not None and index else label
        lines = []
        for text in page.lines:
            if lost and normalise(text) == lost[0]:
                lost.pop(0)
                label = None if label is None else label + 1
            lines.append(Line(number, index + 1, str(index + 1 if label is None else label), text))
            number += 1
        targets = frozenset(lines[at].number for at in page.targets)
        numbered.append(Page(index + 1, tuple(lines), tuple(page.links), targets))
    if lost:
        raise ProfileError(f"{path}: no line '{lost[0]}' for a lost page break. Correct 'lost_breaks' in the profile.")
    return tuple(numbered)
