"""Contact and funding cards, and the numbered links from an answer to its sources."""

from markupsafe import Markup

from assistant.messages import say
from assistant.schema import Answer, Card, Citation, Language
from assistant.web.library import page_words
from assistant.web.markup import EMPTY, button, element, join, link, safe_url
from assistant.web.sources import source_id


def marker(citation: Citation, number: int, language: Language) -> Markup:
    """The numbered link that opens the source of `citation` in exchange `number`."""
    target = source_id(number, citation)
    where = f"{citation.name}, {page_words(citation.page, citation.page_label, language)}"
    name = say("web_source_name", language, n=citation.n, where=where)
    return element(
        "a",
        str(citation.n),
        href=f"#{target}",
        class_="w-chip",
        data_bron=target,
        data_beurt=str(number),
        lang=language,
        aria_label=name,
        title=where,
    )


def card_view(card: Card, answer: Answer, number: int) -> Markup:
    """A contact or funding card: what there is, what is not stated, each value with its source."""
    language = answer.language
    values: dict[str, list[Markup]] = {}
    for row in card.rows:
        values.setdefault(row[0], []).append(_row(row, answer, number))
    rows = [element("div", element("dt", label), *found) for label, found in values.items()]
    title = say("web_card_contact" if card.kind == "contact" else "web_card_funding", language, name=card.name)
    more = button(say("web_open_dossier", language, name=card.name), "dossier", card.name, class_="w-knop-stil")
    parts = [element("h4", title), element("dl", *rows), element("p", more)]
    return element("section", *parts, class_=f"w-kaart w-kaart-{card.kind}", aria_label=title)


def _row(row: tuple[str, str | None, str, int | None], answer: Answer, number: int) -> Markup:
    """One value of a card with its source, or that it is not stated."""
    _, value, url, n = row
    if value is None:
        return element("dd", element("span", say("not_stated", answer.language), class_="w-leeg"))
    cited = (*answer.citations, *answer.also)
    source = next((marker(one, number, answer.language) for one in cited if one.n == n), EMPTY)
    return element("dd", _value(value, url, answer.language), " ", source, lang="nl")


def _value(value: str, url: str, language: Language) -> Markup:
    """A value of a card, with its link where it has one, and a button that copies an address."""
    target = safe_url(url)
    if not target:
        return element("span", value)
    copied = target.removeprefix("mailto:")
    label = say("web_copy_value", language, value=copied)
    copy = element(
        "button",
        say("web_copy", language),
        type="button",
        class_="w-kopieer",
        data_copy=copied,
        lang=language,
        aria_label=label,
    )
    return join([link(value, target), " ", copy])
