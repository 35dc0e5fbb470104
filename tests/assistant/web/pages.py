"""What a page may hold, checked with a parser of its own."""

from html.parser import HTMLParser

TAGS = {
    *(
        "a",
        "article",
        "b",
        "br",
        "button",
        "caption",
        "circle",
        "datalist",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "g",
        "h2",
    ),
    *("h3", "h4", "header", "input", "label", "li", "mark", "nav", "ol", "option", "p", "path", "pre", "q", "section"),
    *("select", "span", "strong", "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "tr", "tspan", "ul"),
    "blockquote",
}
INPUTS = {"checkbox", "search"}


class Markup(HTMLParser):
    """Collects every tag and attribute of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def check_page(page: str) -> None:
    """Only our own elements, no handlers, no styles, no links but http, mailto and our own."""
    found = Markup(page)
    assert "\n" not in page
    assert found.tags <= TAGS
    for tag, name, value in found.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in ("style", "src", "srcset", "srcdoc", "action", "formaction", "ping", "background"), (
            tag,
            name,
        )
        if name == "href":
            assert value.startswith(("#", "https://", "http://", "mailto:", "waaier/")), value
        if tag == "input" and name == "type":
            assert value in INPUTS


def text_of_page(page: str) -> str:
    """What a reader of the page sees."""

    class Text(HTMLParser):
        words = ""

        def handle_data(self, data: str) -> None:
            self.words += data

    reader = Text()
    reader.feed(page)
    reader.close()
    return "".join(reader.words.split())
