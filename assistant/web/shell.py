"""The frame around Gradio: what stands in the page's head and above its tabs, put there by the server at once."""

from typing import Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.markup import element, join
from assistant.web.security import Dress

TABS: Final[dict[str, tuple[str, ...]]] = {
    "chat": ("conversation", "sources"),
    "lookup": ("filters", "notice", "list", "detail"),
    "fan": ("fan", "concept"),
    "about": ("about",),
}
"""The tabs in order, each with the parts of the page that it holds."""

_HEAD: Final = (
    '<link rel="icon" href="waaier/favicon.svg" type="image/svg+xml">'
    '<link rel="stylesheet" href="waaier/waaier.css"><script src="waaier/taal.js"></script>'
    '<script src="waaier/waaier.js" defer></script>'
)


_SAID: Final = ("copied", "saved", "lost", "full", "fault", "attention", "close", "more_tabs")
"""Sentences that static/waaier.js says by itself."""


def _logo() -> Markup:
    """The sign of the chat: a small fan."""
    blades = [
        element("path", d="M16 28L7 8A22 22 0 0 1 12.5 6.2Z"),
        element("path", d="M16 28L13.6 6A22 22 0 0 1 18.4 6Z"),
        element("path", d="M16 28L19.5 6.2A22 22 0 0 1 25 8Z"),
    ]
    return element("svg", *blades, viewBox="0 0 32 32", class_="w-teken", aria_hidden="true")


def body_start(language: Language) -> str:
    """Above Gradio's part of the page: skip link, name, language switch, and the one live region."""
    other: Language = "en" if language == "nl" else "nl"
    switch = element(
        "a",
        say("web_language_switch", language),
        href="?taal=en" if other == "en" else "./",
        lang=other,
        hreflang=other,
        class_="w-taal",
    )
    name = element("h1", _logo(), element("span", say("web_title", language)))
    heard = {f"data_{key}": say(f"web_{key}", language) for key in _SAID}
    region = element("div", id="w-melding", role="status", aria_live="polite", class_="w-hidden", **heard)
    skip = element("a", say("web_skip", language), href="#w-tabs", class_="w-sla-over")
    header = element("header", name, element("p", say("web_tagline", language)), switch, class_="w-kop")
    without = element("noscript", element("p", say("web_needs_script", language), class_="w-kop"))
    return str(join([skip, header, region, without]))


DRESS: Final = Dress(_HEAD, {"nl": body_start("nl"), "en": body_start("en")})
