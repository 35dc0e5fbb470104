"""The page Over: what this is and is not, the edition, how good it is, privacy, and accessibility."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.library import Library
from assistant.web.markup import element, join

FIGURES: Final = {
    "answer right": "web_figure_answer",
    "first citation right": "web_figure_citation",
    "contact right": "web_figure_contact",
    "funding right": "web_figure_funding",
    "lists F1": "web_figure_list",
    "compare right": "web_figure_compare",
    "follow-up right": "web_figure_follow_up",
    "unanswerable refused": "web_figure_unanswerable_refused",
    "unanswerable answered": "web_figure_unanswerable_answered",
    "answerable refused": "web_figure_answerable_refused",
}
"""The figures of an evaluation that mean something to a user, in order, each with the key of its name."""
ACCESSIBILITY_KEYS = ("web_a11y_standard", "web_a11y_tested", "web_a11y_limits", "web_a11y_report")


def read_figures(path: Path | None) -> dict[str, Any] | None:
    """The figures of the last evaluation run from `path`, or None where there are none that can be read."""
    if path is None:
        return None
    try:
        body = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return body if isinstance(body, dict) and isinstance(body.get("figures"), dict) else None


def about_page(library: Library, language: Language, figures: Mapping[str, Any] | None, stores: bool) -> Markup:
    """The page. `stores` tells that the operator keeps votes with their questions."""
    printed = library.profile.edition
    edition = [element("strong", library.handbook.document.title), f". {printed}" if printed else ""]
    counts = say(
        "web_about_counts", language, sections=len(library.handbook.sections), practices=len(library.fact_sheets)
    )
    storing = "web_privacy_stored" if stores else "web_privacy_not_stored"
    return join(
        [
            element("h2", say("web_tab_about", language)),
            _section("web_about_is", language, [say("web_about_is_text", language), say("web_about_is_not", language)]),
            _section("web_about_edition", language, [join(edition), counts, say("web_about_check", language)]),
            element("section", element("h3", say("web_about_quality", language)), *_quality(figures, language)),
            _section(
                "web_privacy",
                language,
                [say("web_privacy_machine", language), say(storing, language), say("web_privacy_browser", language)],
            ),
            _section("web_a11y", language, [say(key, language) for key in ACCESSIBILITY_KEYS]),
            _section("web_about_programs", language, [say("web_about_programs_text", language)]),
        ]
    )


def _section(title: str, language: Language, paragraphs: list[str | Markup]) -> Markup:
    return element("section", element("h3", say(title, language)), *[element("p", p) for p in paragraphs])


def _quality(figures: Mapping[str, Any] | None, language: Language) -> list[Markup]:
    if not figures:
        return [element("p", say("web_quality_unknown", language))]
    when = say(
        "web_quality_run",
        language,
        date=str(figures.get("generated", "?"))[:10],
        questions=figures.get("questions", "?"),
    )
    return [
        element("p", when),
        _table(figures["figures"], language),
        element("p", say("web_quality_text", language), class_="w-stil"),
    ]


def _table(values: Mapping[str, Any], language: Language) -> Markup:
    head = element(
        "tr",
        element("th", say("web_quality_measure", language), scope="col"),
        element("th", say("web_quality_value", language), scope="col"),
    )
    rows = [
        element("tr", element("th", say(key, language), scope="row"), element("td", _number(values[name], language)))
        for name, key in FIGURES.items()
        if isinstance(values.get(name), int | float)
    ]
    table = element("table", element("thead", head), element("tbody", *rows), class_="w-tabel w-cijfers")
    label = say("web_about_quality", language)
    return element("div", table, class_="w-schuif", role="region", tabindex="0", aria_label=label)


def _number(value: float, language: Language) -> str:
    """A share with three decimals; a comma in Dutch."""
    words = f"{value:.3f}"
    return words.replace(".", ",") if language == "nl" else words
