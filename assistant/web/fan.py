"""The handbook's fan as a picture: one blade for each concept, one dot for each practice, and the two axes.

Made from the profile and the fact sheets; a handbook without a profile gets a fan of its concept sections.
"""

import math
from typing import Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.axes import axes_picture
from assistant.web.blades import Blade, blades
from assistant.web.library import Library
from assistant.web.markup import button, element, join

_CENTRE: Final = (360.0, 352.0)
_INNER: Final = 92.0
_OUTER: Final = 336.0


def _at(radius: float, angle: float) -> tuple[float, float]:
    return _CENTRE[0] + radius * math.cos(angle), _CENTRE[1] - radius * math.sin(angle)


def _sector(start: float, stop: float, inner: float, outer: float) -> str:
    """The path of a piece of a ring; angles run against the clock from the right."""
    (ax, ay), (bx, by) = _at(outer, start), _at(outer, stop)
    (cx, cy), (dx, dy) = _at(inner, stop), _at(inner, start)
    there = f"M{ax:.1f} {ay:.1f}A{outer:.0f} {outer:.0f} 0 0 1 {bx:.1f} {by:.1f}"
    return f"{there}L{cx:.1f} {cy:.1f}A{inner:.0f} {inner:.0f} 0 0 0 {dx:.1f} {dy:.1f}Z"


def fan_picture(library: Library, language: Language, chosen: str = "") -> Markup:
    """The fan as inline SVG: each blade is a link that opens its concept."""
    found = blades(library)
    if not found:
        return element("p", say("web_fan_empty", language))
    step = math.pi / len(found)
    drawn = [_blade(b, n, math.pi - n * step, step, b.concept == chosen, language) for n, b in enumerate(found)]
    hub = element("circle", cx=f"{_CENTRE[0]:.0f}", cy=f"{_CENTRE[1]:.0f}", r=14, class_="w-spil")
    title = say("web_fan_alt", language, count=len(found))
    return element("svg", *drawn, hub, viewBox="0 0 720 376", class_="w-waaier", role="group", aria_label=title)


def fan_sign(library: Library) -> Markup:
    """The fan as an ornament: no names, nothing to press, nothing to read out."""
    found = blades(library)
    step = math.pi / max(len(found), 1)
    drawn = [
        element("g", *_body(b, math.pi - n * step, step, _OUTER), class_=f"w-blad-{n % 9}") for n, b in enumerate(found)
    ]
    return element("svg", *drawn, viewBox="0 0 720 376", class_="w-waaier w-sier", aria_hidden="true")


def _body(blade: Blade, start: float, step: float, reach: float) -> list[Markup]:
    """The surface of a blade and its dots."""
    gap = 0.012
    shape = element("path", d=_sector(start - gap, start - step + gap, _INNER, reach), class_="w-blad-vlak")
    places = _dots(len(blade.practices), start - step / 2, step)
    return [shape, *[element("circle", cx=f"{x:.1f}", cy=f"{y:.1f}", r="4.2", class_="w-stip") for x, y in places]]


def _blade(blade: Blade, number: int, start: float, step: float, chosen: bool, language: Language) -> Markup:
    middle = start - step / 2
    body = _body(blade, start, step, _OUTER + 8 if chosen else _OUTER)
    nx, ny = _at(_INNER + 22, middle)
    label = element(
        "text",
        str(number + 1),
        x=f"{nx:.1f}",
        y=f"{ny:.1f}",
        class_="w-cijfer",
        text_anchor="middle",
        dominant_baseline="central",
    )
    name = say("web_fan_blade", language, name=blade.concept, count=len(blade.practices))
    inside = element("g", *body, label, _name(blade.concept, middle), aria_hidden="true")
    return element(
        "a",
        inside,
        href="#w-concept",
        data_do="concept",
        data_value=blade.concept,
        role="button",
        aria_label=name,
        class_=f"w-blad-link w-blad-{number % 9}{' w-gekozen' if chosen else ''}",
        aria_pressed="true" if chosen else "false",
    )


def _dots(count: int, middle: float, step: float) -> list[tuple[float, float]]:
    """Places for the practices along the outer edge of a blade."""
    spread = min(step * 0.72, 0.042 * max(count - 1, 0))
    if count < 2:
        return [_at(_OUTER - 14, middle)] * count
    return [_at(_OUTER - 14, middle + spread / 2 - spread * n / (count - 1)) for n in range(count)]


def _lines(name: str, most: int = 19) -> list[str]:
    """A concept's name on one line, or where it is longer than `most` letters on two of about the same length."""
    words = name.split()
    if len(name) <= most or len(words) == 1:
        return [name]
    splits = [[" ".join(words[:n]), " ".join(words[n:])] for n in range(1, len(words))]
    return min(splits, key=lambda lines: max(len(line) for line in lines))


def _name(name: str, middle: float) -> Markup:
    """The name along the blade, never upside down."""
    lines = _lines(name)
    left = middle > math.pi / 2
    degrees = -math.degrees(middle) + (180 if left else 0)
    x, y = _at((_INNER + 40 + _OUTER - 26) / 2, middle)
    spans = [
        element("tspan", line, x=f"{x:.1f}", dy="0" if n else f"{-(len(lines) - 1) * 8.5:.1f}")
        if n == 0
        else element("tspan", line, x=f"{x:.1f}", dy="17")
        for n, line in enumerate(lines)
    ]
    return element(
        "text",
        *spans,
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        transform=f"rotate({degrees:.1f} {x:.1f} {y:.1f})",
        text_anchor="middle",
        dominant_baseline="central",
        class_="w-bladnaam",
    )


def fan_list(library: Library, language: Language, chosen: str = "") -> Markup:
    """The same as a numbered list: for telephones, and for who does not see the picture."""
    items = []
    for blade in blades(library):
        count = element("span", say("web_fan_count", language, count=len(blade.practices)))
        pressed = "true" if blade.concept == chosen else "false"
        name = join([blade.concept, " ", count])
        items.append(element("li", button(name, "concept", blade.concept, class_="w-keuze", aria_pressed=pressed)))
    return element("ol", *items, class_="w-waaier-lijst")


def fan_page(library: Library, language: Language, chosen: str = "") -> Markup:
    """The whole tab but for the concept that is open: picture, list and axes."""
    intro = element("p", say("web_fan_text", language, practices=len(library.fact_sheets)))
    return join(
        [
            element("h2", say("web_tab_fan", language)),
            intro,
            fan_picture(library, language, chosen),
            fan_list(library, language, chosen),
            axes_picture(library, language),
        ]
    )
