"""Link targets back to the words that carry them."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ingest.document import Document, Link, Section
from ingest.profile import Profile


def attach_links(document: Document, sections: Sequence[Section], profile: Profile) -> tuple[Section, ...]:
    """The sections with the link targets of their pages.

    A target belongs to the section that prints its label. The label is what the PDF's annotation covers or the profile
    names; else the address itself where it is printed. A target that nothing on the page carries goes to the first
    section of the page, without a label, so that none is lost; an e-mail address that nothing prints is left out: it is
    hidden in the source and may be an old one.
    """
    links: dict[str, list[Link]] = {section.id: [] for section in sections}
    for page in document.pages:
        on_page = [section for section in sections if _on_page(section, page.number)]
        for link in page.links:
            rules = [rule.label for rule in profile.links if rule.page == page.number and rule.url == link.url]
            labels = rules or [label for label in (link.label, *_addresses(link.url)) if label]
            placed = [(section, label) for label in labels if (section := _printing(label, on_page))]
            if not rules:
                placed = placed[:1]
            if not placed and on_page and not link.url.startswith("mailto:"):
                placed = [(on_page[0], "")]
            for section, label in placed:
                found = Link(link.url, label)
                if found not in links[section.id]:
                    links[section.id].append(found)
    return tuple(replace(section, links=tuple(links[section.id])) for section in sections)


def _on_page(section: Section, page: int) -> bool:
    return section.page == page or any(number == page for _, number, _ in section.breaks)


def _printing(label: str, sections: Sequence[Section]) -> Section | None:
    """The last of `sections` whose text holds `label`: contact details stand at the end of a page's reading order."""
    return next((s for s in reversed(sections) if label.casefold() in s.text.casefold()), None)


def _addresses(url: str) -> list[str]:
    """The printed forms that `url` may have: the e-mail address, or the host."""
    parts = urlsplit(url)
    if parts.scheme == "mailto":
        return [unquote(parts.path).split("?", 1)[0].strip()]
    return [parts.netloc.removeprefix("www.")]
