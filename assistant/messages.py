"""The fixed sentences of the interface, read from messages.toml: the one place for all that users read."""

import tomllib
from functools import cache
from pathlib import Path

from assistant.schema import Language


@cache
def _sentences() -> dict[str, dict[str, str]]:
    """Sentences by key, then by language."""
    table: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "messages.toml").read_text("utf-8"))
    return table


def say(key: str, language: Language = "nl", **values: object) -> str:
    """The sentence `key` in `language`, its {places} filled from `values`.

    Raises KeyError for a key that messages.toml does not have: a fault of the program, not of the user.
    """
    return _sentences()[key][language].format(**values)
