"""The concepts on the two axes that the handbook names, each with the words that its place rests on."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.blades import Blade, blades
from assistant.web.library import Library, page_words
from assistant.web.markup import EMPTY, element, join

_WIDTH: Final = 48.0
"""Room that a circle takes, in units of the picture."""


def axes_picture(library: Library, language: Language) -> Markup:
    """The concepts on the two axes of the handbook, with the words that each place rests on; nothing without places.

    Where the text speaks of one axis only, the concept stands on that axis, as an open circle.
    """
    found = list(enumerate(blades(library), 1))
    placed = [(n, b) for n, b in found if b.nearness is not None or b.stay is not None]
    if not placed:
        return EMPTY
    lines = [element("path", d="M70 20V300H690", class_="w-as"), *_axis_words(language)]
    name = say("web_axes_alt", language)
    picture = element(
        "svg", *lines, *_points(placed), viewBox="0 0 720 360", class_="w-assen", role="img", aria_label=name
    )
    rest = [b.concept for n, b in found if (n, b) not in placed]
    note = element("p", say("web_axes_unplaced", language, names=", ".join(rest)), class_="w-stil") if rest else EMPTY
    words = [element("h3", say("web_axes", language)), element("p", say("web_axes_text", language))]
    return element("section", *words, picture, _grounds(library, placed, language), note, class_="w-assenvak")


def _points(placed: Sequence[tuple[int, Blade]]) -> list[Markup]:
    """A numbered circle for each concept; one that would cover another moves aside."""
    taken: list[tuple[float, float]] = []
    drawn = []
    for number, blade in placed:
        x = 70.0 if blade.stay is None else 120 + 540 * blade.stay
        y = 300.0 if blade.nearness is None else 262 - 215 * blade.nearness
        while any(abs(x - other) < _WIDTH and abs(y - there) < _WIDTH for other, there in taken):
            x, y = (x, y - _WIDTH) if blade.stay is None else (x + _WIDTH, y)
        taken.append((x, y))
        drawn.append(_point(number, x, y, half=blade.stay is None or blade.nearness is None))
    return drawn


def _point(number: int, x: float, y: float, half: bool) -> Markup:
    place = {"x": f"{x:.0f}", "y": f"{y:.0f}"}
    dot = element("circle", cx=place["x"], cy=place["y"], r=17, class_="w-punt-as")
    figure = element("text", str(number), **place, text_anchor="middle", dominant_baseline="central", class_="w-cijfer")
    return element("g", dot, figure, class_="w-half" if half else None)


def _axis_words(language: Language) -> list[Markup]:
    words = [("web_axis_short", 70, 346, "start"), ("web_axis_long", 690, 346, "end")]
    across = [
        element("text", say(key, language), x=x, y=y, text_anchor=anchor, class_="w-aswoord")
        for key, x, y, anchor in words
    ]
    up = [("web_axis_appointment", 300, "start"), ("web_axis_day_night", 20, "end")]
    along = [
        element(
            "text",
            say(key, language),
            x=38,
            y=y,
            text_anchor=anchor,
            transform=f"rotate(-90 38 {y})",
            class_="w-aswoord",
        )
        for key, y, anchor in up
    ]
    return across + along


def _grounds(library: Library, placed: Sequence[tuple[int, Blade]], language: Language) -> Markup:
    """Number, concept, and the words of the handbook that its place rests on, with their pages."""
    items = []
    for number, blade in placed:
        quotes = [_quote(library, quote, language) for quote in blade.quotes]
        items.append(element("li", element("strong", blade.concept), " ", join(quotes, " "), value=str(number)))
    title = element("summary", say("web_axes_grounds", language))
    return element("details", title, element("ol", *items), class_="w-gronden", open=True)


def _quote(library: Library, quote: str, language: Language) -> Markup:
    """Words of the handbook, with the page where they are found word for word."""
    shown = element("q", quote, lang="nl")
    section = next((s for s in library.handbook.sections if quote in s.text), None)
    if section is None:
        return shown
    page = page_words(*section.page_at(section.text.index(quote)), language)
    return join([shown, " ", element("span", page, class_="w-plek")])
