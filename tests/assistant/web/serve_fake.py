"""Serve the chat over the invented handbook: `python -m tests.assistant.web.serve_fake PORT [--mcp]`."""

import sys
import time
from pathlib import Path

from assistant.app import serve
from tests.assistant.web.fake import FakeAssistant


def main(arguments: list[str]) -> None:
    """Load slowly where asked to (`--slow`), so that the loading page can be seen."""

    def load() -> FakeAssistant:
        time.sleep(4 if "--slow" in arguments else 0)
        return FakeAssistant()

    figures = Path(__file__).parent / "figures.json"
    serve(load, port=int(arguments[0]), mcp="--mcp" in arguments, figures=figures if figures.exists() else None)


if __name__ == "__main__":
    main(sys.argv[1:])
