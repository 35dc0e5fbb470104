"""Escaped HTML: the only place where markup is put together.

The pages go to the browser inside a `gr.Markdown` component, the one Gradio component that shows HTML without
`eval` (a content security policy without 'unsafe-eval' forbids gr.HTML). Markdown leaves a line that begins with a
block element alone, up to the next blank line: so a page is one line, and a newline inside text is written as `&#10;`.
"""

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from markupsafe import Markup, escape

Child = str | Markup | None
"""What may stand in an element: plain text is escaped, `Markup` is kept, None is nothing."""

EMPTY: Final = Markup("")
_VOID: Final = frozenset({"br", "hr", "input", "meta"})
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ud800-\udfff]")


def text(value: str) -> Markup:
    """`value` as HTML text on one line: escaped, control characters and lone surrogates left out."""
    return Markup(str(escape(_CONTROL.sub("", value))).replace("\r", "").replace("\n", "&#10;"))


def _attributes(attributes: dict[str, str | bool | int | None]) -> str:
    """` name="value"` for each; True gives the bare name, None and False nothing; `_` in names becomes `-`."""
    parts = []
    for name, value in attributes.items():
        key = name.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(f" {key}")
        elif value is not None and value is not False:
            parts.append(f' {key}="{text(str(value))}"')
    return "".join(parts)


def element(name: str, /, *children: Child, **attributes: str | bool | int | None) -> Markup:
    """The element `name` with its children and attributes, everything escaped.

    A trailing underscore frees an attribute's name from Python's words (`class_`, `for_`).
    """
    start = f"<{name}{_attributes(attributes)}>"
    if name in _VOID:
        return Markup(start)
    return Markup(f"{start}{join(children)}</{name}>")


def join(children: Iterable[Child], between: str = "") -> Markup:
    """The children after each other, `between` them markup of ours or nothing."""
    parts = [child if isinstance(child, Markup) else text(child) for child in children if child]
    return Markup(between).join(parts)


def button(label: Child, action: str, value: str | int = "", /, **attributes: str | bool | int | None) -> Markup:
    """A button that asks the server to do `action` with `value` (static/waaier.js sends it)."""
    return element("button", label, type="button", data_do=action, data_value=str(value), **attributes)


def hidden(words: str) -> Markup:
    """Words for a screen reader only."""
    return element("span", words, class_="w-hidden")


def safe_url(url: str) -> str:
    """`url` where it is a complete http(s) or mailto link, else ''. No other scheme ever becomes a link."""
    cleaned = _CONTROL.sub("", url).strip()
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return ""
    if parts.scheme in ("http", "https") and parts.hostname and "@" not in parts.netloc:
        return cleaned
    return cleaned if parts.scheme == "mailto" and "@" in parts.path else ""


def link(label: Child, url: str, /, **attributes: str | bool | int | None) -> Markup:
    """A link to `url`, or the bare label where the address is none that we open."""
    target = safe_url(url)
    if not target:
        return element("span", label)
    outside = {} if target.startswith("mailto:") else {"target": "_blank", "rel": "noopener noreferrer"}
    return element("a", label, href=target, **outside, **attributes)


def page(*children: Child, **attributes: str | bool | int | None) -> str:
    """A whole page as `gr.Markdown` gets it: one line that begins with a block element."""
    return str(element("div", *children, **attributes))
