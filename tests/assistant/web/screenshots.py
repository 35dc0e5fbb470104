"""Pictures of the chat for the README: `python -m tests.assistant.web.screenshots [FOLDER] [--url URL]`.

The four tabs over the real handbook, on a laptop and a telephone, light and dark. Fewer colours keep them small.
"""

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import Page, sync_playwright

from tests.assistant.web.conftest import CHROMIUM, FLAGS, ask
from tests.assistant.web.load import start

QUESTION: Final = "Wie betaalt de begeleiding bij Kamers met Kansen?"
SIZES: Final = {"laptop": (1280, 860), "telefoon": (390, 844)}
SCHEMES: Final = {"licht": "light", "donker": "dark"}


def chat(page: Page) -> None:
    """A question answered, with its first source open."""
    ask(page, QUESTION)
    page.click(".w-antwoord > .w-tekst a.w-chip >> nth=0")
    page.wait_for_selector("#w-rechts details[open] mark")
    page.evaluate("window.scrollTo(0, 0)")


def tab(name: str) -> Callable[[Page], None]:
    """A tab as it opens."""

    def show(page: Page) -> None:
        page.click(f"#w-tab-{name}-button")
        page.wait_for_selector(f"#w-tab-{name} .prose")
        page.mouse.move(0, 0)

    return show


VIEWS: Final[dict[str, Callable[[Page], None]]] = {
    "vraag": chat,
    "opzoeken": tab("lookup"),
    "waaier": tab("fan"),
    "over": tab("about"),
}


@contextmanager
def server(url: str) -> Iterator[str]:
    """The server at `url`, or where that is empty one of our own over the real handbook."""
    if url:
        yield url
        return
    process, own = start(real=True)
    yield own
    process.terminate()
    process.wait(20)


def shrink(path: Path) -> None:
    """The picture with 128 colours."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def take(url: str, folder: Path) -> list[Path]:
    """All pictures, written to `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for size, (width, height) in SIZES.items():
            for scheme, value in SCHEMES.items():
                settings: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": value}
                page = browser.new_context(locale="nl-NL", **settings).new_page()
                page.goto(url)
                page.wait_for_selector(".w-welkom")
                for view, show in VIEWS.items():
                    show(page)
                    page.wait_for_timeout(400)
                    path = folder / f"{view}-{size}-{scheme}.png"
                    page.screenshot(path=path)
                    shrink(path)
                    taken.append(path)
        browser.close()
    return taken


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures and name them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("docs/screenshots"))
    parser.add_argument("--url", default="")
    chosen = parser.parse_args(arguments)
    with server(chosen.url) as url:
        for path in take(url, chosen.folder):
            sys.stdout.write(f"{path} {path.stat().st_size // 1024} kB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
