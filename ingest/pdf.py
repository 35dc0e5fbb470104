"""PDF to lines and links with pypdf, in a child process: a hostile file may take its time and memory, not ours.

Run as `python -m ingest.pdf FILE` it prints one JSON object a page: {"lines": [...], "links": [[url, label], ...]}.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ingest.document import Link
from ingest.errors import UnreadablePdf

SECONDS = 30
MEMORY = 1 << 30
PAGES = 5_000
CHARACTERS = 20_000_000


def read_pdf(path: Path) -> list[tuple[list[str], list[Link]]]:
    """The lines and link targets (from the annotations) of each page; a wide gap between lines is an empty line.

    Raises:
        UnreadablePdf: not a PDF, truncated, encrypted, or over the limits of time, memory, pages or characters.
    """
    try:
        child = subprocess.run(
            [sys.executable, "-m", "ingest.pdf", str(path)], capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadablePdf(f"{path}: reading took over {SECONDS} s and was stopped. Print it to a new PDF.") from None
    if child.returncode:
        said = child.stderr.decode("utf-8", "replace").strip().splitlines()
        reason = said[-1] if child.returncode == 1 and said else "reading it failed. Print it to a new PDF."
        raise UnreadablePdf(f"{path}: {reason}")
    pages = [json.loads(line) for line in child.stdout.decode("utf-8").splitlines()]
    return [(page["lines"], [Link(url, label) for url, label in page["links"]]) for page in pages]


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A piece of a page's text, as pypdf gives it: where it begins, in points, and how wide its characters are."""

    text: str
    x: float
    y: float
    widths: tuple[float, ...]

    def words_within(self, left: float, bottom: float, right: float, top: float) -> Iterator[str]:
        """The words whose middle lies inside a rectangle."""
        if not bottom - 2 <= self.y <= top:
            return
        at = 0
        for word in self.text.split():
            at = self.text.index(word, at)
            middle = self.x + sum(self.widths[:at]) + sum(self.widths[at : at + len(word)]) / 2
            at += len(word)
            if left <= middle <= right:
                yield word


def _print_pages(path: Path) -> str:
    """Print each page as JSON; the reason where the file cannot be read, else ''."""
    from pypdf import PdfReader

    if b"%PDF-" not in path.read_bytes()[:1024]:
        return "this is not a PDF file. Give a .pdf or a .txt handbook."
    reader = PdfReader(path, strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        return "the PDF is protected with a password. Save it without one and try again."
    if len(reader.pages) > PAGES:
        return f"the PDF has over {PAGES} pages. Split it."
    left = CHARACTERS
    for page in reader.pages:
        fragments = _fragments(page)
        left -= sum(len(fragment.text) for fragment in fragments)
        if left < 0:
            return f"the PDF holds over {CHARACTERS:,} characters. Split it."
        links = [(url, _label(rectangle, fragments)) for url, rectangle in _annotations(page)]
        sys.stdout.write(json.dumps({"lines": _lines(fragments), "links": links}) + "\n")
    return ""


def _fragments(page: Any) -> list[_Fragment]:  # noqa: ANN401 - pypdf's page
    found: list[_Fragment] = []

    def collect(text: str, matrix: list[float], place: list[float], font: Any, size: float) -> None:  # noqa: ANN401
        x = place[4] * matrix[0] + place[5] * matrix[2] + matrix[4]
        y = place[4] * matrix[1] + place[5] * matrix[3] + matrix[5]
        scale = size * abs(place[0] * matrix[0])
        found.append(_Fragment(text, x, y, tuple(scale * width for width in _widths(text, font or {}))))

    page.extract_text(visitor_text=collect)
    return found


def _widths(text: str, font: Any) -> list[float]:  # noqa: ANN401 - pypdf's font dictionary
    """The width of each character in units of the font size: the font's own, else that of an average letter."""
    own = [float(width) / 1000 for width in font.get("/Widths") or []]
    first = int(font.get("/FirstChar") or 0)
    average = 0.6 if "Courier" in str(font.get("/BaseFont")) else 0.5
    return [own[ord(c) - first] if 0 <= ord(c) - first < len(own) else average for c in text]


def _lines(fragments: Sequence[_Fragment]) -> list[str]:
    """The lines of a page, with an empty one where the next is far below, or above (a new column)."""
    lines: list[tuple[str, float]] = [("", 0.0)]
    for fragment in fragments:
        for number, piece in enumerate(fragment.text.split("\n")):
            text, height = ("", 0.0) if number else lines.pop()
            lines.append((text + piece, height if text.strip() else fragment.y))
    heights = [height for text, height in lines if text.strip()]
    steps = sorted(above - below for above, below in pairwise(heights) if above > below)
    widest = 1.5 * steps[len(steps) // 4] if steps else 0.0
    spaced: list[str] = []
    last = heights[0] if heights else 0.0
    for text, height in lines:
        if text.strip():
            spaced.extend([""] if last - height > widest or height > last else [])
            last = height
        spaced.append(text)
    return spaced


def _annotations(page: Any) -> Iterator[tuple[str, list[float]]]:  # noqa: ANN401 - pypdf's page
    """URI and rectangle of each link annotation of a page that leads to the web or to a mail address."""
    for reference in page.annotations or []:
        annotation = reference.get_object()
        if not isinstance(annotation, dict):
            continue
        action = annotation["/A"].get_object() if "/A" in annotation else None
        uri = action.get("/URI") if isinstance(action, dict) else None
        rectangle = [value for value in annotation.get("/Rect") or [] if isinstance(value, int | float)]
        if isinstance(uri, str) and uri.startswith(("https://", "http://", "mailto:")) and len(rectangle) == 4:
            yield uri, [float(value) for value in rectangle]


def _label(rectangle: list[float], fragments: Sequence[_Fragment]) -> str:
    """The words printed inside a rectangle, without the punctuation after them."""
    left, bottom, right, top = rectangle
    words = [word for fragment in fragments for word in fragment.words_within(left, bottom, right, top)]
    return " ".join(words).rstrip(".,;:)")


def _limit_memory() -> None:
    """Bound this process's memory where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> int:
    """Print the pages of the PDF named on the command line; the reason on stderr where it cannot be read."""
    _limit_memory()
    try:
        reason = _print_pages(Path(sys.argv[1]))
    except Exception as fault:  # this process is the edge, and a damaged PDF raises almost anything
        reason = f"the PDF is damaged or incomplete ({type(fault).__name__}). Get a new copy or print it to a new PDF."
    if reason:
        sys.stderr.write(reason + "\n")
    return 1 if reason else 0


if __name__ == "__main__":
    sys.exit(main())
