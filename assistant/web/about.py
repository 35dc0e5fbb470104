"""The page Over: what this is and is not, the edition, how good it is, privacy, and accessibility."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.library import Library
from assistant.web.markup import element, join

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
    profile = library.profile
    edition = [element("strong", profile.title), f". {profile.edition}" if profile.edition else ""]
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
        element("tr", element("th", name, scope="row"), element("td", _number(value, language)))
        for name, value in values.items()
        if isinstance(value, int | float) and not isinstance(value, bool)
    ]
    table = element("table", element("thead", head), element("tbody", *rows), class_="w-tabel w-cijfers")
    label = say("web_about_quality", language)
    return element("div", table, class_="w-schuif", role="region", tabindex="0", aria_label=label)


def _number(value: float, language: Language) -> str:
    """Shares as printed numbers with three decimals, whole numbers as they are; a comma in Dutch."""
    words = str(value) if isinstance(value, int) else f"{value:.3f}"
    return words.replace(".", ",") if language == "nl" else words
