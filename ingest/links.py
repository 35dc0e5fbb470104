"""Link targets back to the words that carry them."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from ingest.document import Document, Link, Section
from ingest.errors import ProfileError
from ingest.profile import Profile


def attach_links(document: Document, sections: Sequence[Section], profile: Profile) -> tuple[Section, ...]:
    """The sections with the link targets of their pages.

    A target belongs to the section that prints its label. The label is what the PDF's annotation covers or the profile
    names; else the address itself where it is printed. A target that nothing on the page carries goes to the first
    section of the page, without a label, so that none is lost; an e-mail address that nothing prints is left out: it is
    hidden in the source and may be an old one.

    Raises:
        ProfileError: the profile names a link, or words for one, that are not on the page.
    """
    links: dict[str, list[Link]] = {section.id: [] for section in sections}
    unused = set(profile.links)
    for page in document.pages:
        on_page = [section for section in sections if _on_page(section, page.number)]
        for link in page.links:
            rules = [rule for rule in profile.links if (rule.page, rule.url) == (page.number, link.url)]
            placed = [(section, rule) for rule in rules if (section := _printing(rule.label, on_page))]
            unused.difference_update(rule for _, rule in placed)
            for section, label in [(section, rule.label) for section, rule in placed] or _place(link, on_page):
                found = Link(link.url, label)
                if found not in links[section.id]:
                    links[section.id].append(found)
    for rule in (rule for rule in profile.links if rule in unused):
        lacks = f"no link '{rule.url}', or not the words '{rule.label}'"
        raise ProfileError(f"{profile.handbook}, page {rule.page}: {lacks}. Correct the link in the profile.")
    return tuple(replace(section, links=tuple(links[section.id])) for section in sections)


def _place(link: Link, sections: Sequence[Section]) -> list[tuple[Section, str]]:
    """The section of a page that a link belongs to, with its label, where the profile does not tell."""
    for label in (link.label, *_addresses(link.url)):
        if label and (section := _printing(label, sections)):
            return [(section, label)]
    return [(section, "") for section in sections[:1] if not link.url.startswith("mailto:")]


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
