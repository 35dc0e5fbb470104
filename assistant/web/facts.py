"""How facts are shown: each value once, with its link and the pages that it comes from."""

from collections.abc import Sequence

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Language
from assistant.web.markup import button, element, join, link
from ingest.factsheet import Fact


def field_label(field: str, language: Language) -> str:
    """The name of a field as users read it."""
    return say(f"field_{field}", language)


def merged(found: Sequence[Fact]) -> tuple[tuple[Fact, ...], ...]:
    """Facts of the same value together, in the order in which the values first come."""
    groups: dict[str, list[Fact]] = {}
    for fact in found:
        groups.setdefault(fact.value.casefold(), []).append(fact)
    return tuple(tuple(group) for group in groups.values())


def facts(found: Sequence[Fact], language: Language, pages: bool = False, most: int = 0) -> Markup:
    """The values of a field, as links where they have one.

    With `pages`, each value comes with a button for each page, which opens the words it rests on; with `most`, only so
    many values are shown, and that there are more.
    """
    if not found:
        return element("span", say("not_stated", language), class_="w-leeg")
    groups = merged(found)
    shown = groups[:most] if most else groups
    items = [element("li", _value(group, language, pages)) for group in shown]
    if len(shown) < len(groups):
        items.append(element("li", say("web_more_values", language, count=len(groups) - len(shown)), class_="w-plek"))
    return element("ul", *items, class_="w-waarden")


def _value(group: tuple[Fact, ...], language: Language, pages: bool) -> Markup:
    fact = group[0]
    url = next((one.link for one in group if one.link), "")
    words = {"ja": "web_yes", "nee": "web_no", "deels": "web_partly"}.get(fact.value)
    shown = link(say(words, language) if words else fact.value, url)
    sources = {one.source.page_label: one for one in reversed(group)} if pages else {}
    return join([shown, *[_source(one, language) for one in sources.values()]], " ")


def _source(fact: Fact, language: Language) -> Markup:
    """The button that opens the words a fact rests on."""
    source = fact.source
    label = source.page_label or str(source.page)
    return button(
        say("web_page", language, label=label),
        "fact",
        f"{source.section_id}:{source.start}:{source.end}",
        class_="w-chip w-blz",
        title=source.quote,
        aria_label=say("web_fact_source", language, label=label, value=fact.value),
    )
