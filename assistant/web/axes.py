"""The concepts on the two axes that the handbook names, each with the words that its place rests on."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.blades import Blade, blades
from assistant.web.library import Library, concept_sections
from assistant.web.markup import EMPTY, element


def axes_picture(library: Library, language: Language) -> Markup:
    """The concepts on the two axes of the handbook, with the words that each place rests on; nothing without places."""
    found = list(enumerate(blades(library), 1))
    placed = [(n, b) for n, b in found if b.nearness is not None and b.stay is not None]
    if not placed:
        return EMPTY
    points = [_point(n, b.stay or 0.0, b.nearness or 0.0) for n, b in placed]
    lines = [element("path", d="M70 20V300H690", class_="w-as"), *_axis_words(language)]
    picture = element(
        "svg",
        *lines,
        *points,
        viewBox="0 0 720 350",
        class_="w-assen",
        role="img",
        aria_label=say("web_axes_alt", language),
    )
    rest = [b.concept for _, b in found if b.nearness is None or b.stay is None]
    note = element("p", say("web_axes_unplaced", language, names=", ".join(rest)), class_="w-stil") if rest else EMPTY
    heading = element("h3", say("web_axes", language))
    return element(
        "section",
        heading,
        element("p", say("web_axes_text", language)),
        picture,
        _grounds(library, placed, language),
        note,
    )


def _point(number: int, stay: float, nearness: float) -> Markup:
    x, y = f"{110 + 540 * stay:.0f}", f"{270 - 220 * nearness:.0f}"
    dot = element("circle", cx=x, cy=y, r=17, class_="w-punt-as")
    return element(
        "g",
        dot,
        element("text", str(number), x=x, y=y, text_anchor="middle", dominant_baseline="central", class_="w-cijfer"),
    )


def _axis_words(language: Language) -> list[Markup]:
    words = [("web_axis_short", 70, 330, "start"), ("web_axis_long", 690, 330, "end")]
    across = [
        element("text", say(key, language), x=x, y=y, text_anchor=anchor, class_="w-aswoord")
        for key, x, y, anchor in words
    ]
    up = [("web_axis_appointment", 300, "start"), ("web_axis_day_night", 20, "end")]
    along = [
        element(
            "text",
            say(key, language),
            x=48,
            y=y,
            text_anchor=anchor,
            transform=f"rotate(-90 48 {y})",
            class_="w-aswoord",
        )
        for key, y, anchor in up
    ]
    return across + along


def _grounds(library: Library, placed: Sequence[tuple[int, Blade]], language: Language) -> Markup:
    """Number, concept, and the words of the handbook that its place rests on."""
    items = []
    for number, blade in placed:
        sections = concept_sections(library, blade.concept)
        quote = element("q", blade.quote, lang="nl") if blade.quote and sections else EMPTY
        items.append(element("li", element("strong", blade.concept), " ", quote, value=str(number)))
    return element(
        "details", element("summary", say("web_axes_grounds", language)), element("ol", *items), class_="w-gronden"
    )
