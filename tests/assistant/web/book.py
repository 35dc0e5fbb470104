"""The invented handbook of the web tests: four practices, three concepts, their fact sheets and their fan."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.document import Kind, Link, Section
from ingest.factsheet import Fact, FactSheet, Provenance
from ingest.profile import FanRule

TITLE = "Samen onder dak – Proefhandreiking"


@dataclass(frozen=True, slots=True)
class FakeProfile:
    edition: str = "Proefuitgave"
    fan: tuple[FanRule, ...] = (
        FanRule("Tussenwoningen", 0.2, 0.15, ("een tijdelijke plek",)),
        FanRule("Hofwonen", 0.45, 0.9, ("een eigen huis voor altijd",)),
        FanRule("Nachthuizen", 0.95, 0.05, ("dag en nacht iemand aanwezig",)),
        FanRule("Kringwonen"),
        FanRule("Samenhuizen", 0.9, None, ("dag en nacht iemand aanwezig",)),
    )


@dataclass(frozen=True, slots=True)
class FakeDocument:
    title: str = TITLE


@dataclass(frozen=True, slots=True)
class FakeHandbook:
    sections: tuple[Section, ...]
    document: FakeDocument = FakeDocument()


def section(
    kind: Kind,
    name: str,
    text: str,
    page: int,
    facet: str | None = None,
    theme: str | None = None,
    links: Sequence[Link] = (),
) -> Section:
    part = facet or theme or "tekst"
    parents = {Kind.PRACTICE: "Praktijkvoorbeelden", Kind.CONCEPT: "Concepten", Kind.LESSON: "Lessen"}
    path = tuple(piece for piece in (parents[kind], name, (facet or theme or "").capitalize()) if piece)
    identity = f"{kind}/{name.lower().replace(' ', '-')}/{part.lower().replace(' ', '-')}"
    return Section(identity, kind, name, theme, facet, path, page, str(page + 2), text, links=tuple(links))


def practice_sections(
    name: str, page: int, concept: str, mail: str | None, care: str | None, who: str, place: str, extra: str = ""
) -> list[Section]:
    money = f"• {care}" if care else "• Over geld is nog niets afgesproken."
    info = f"• Website: {name.lower().replace(' ', '')}.example\n" + (
        f"• Email: {mail}" if mail else "• Bel de gemeente."
    )
    link = Link(f"https://{name.lower().replace(' ', '')}.example/over", f"{name.lower().replace(' ', '')}.example")
    return [
        section(Kind.PRACTICE, name, f"• {name} is er voor {who}.{extra}\n• Het huis staat in {place}.", page, "doel"),
        section(Kind.PRACTICE, name, money, page, "financien"),
        section(
            Kind.PRACTICE,
            name,
            "• Buren leren elkaar kennen.\n– Er is elke week een maaltijd.\n• Een vaste begeleider werkt goed.",
            page,
            "wat werkt",
        ),
        section(Kind.PRACTICE, name, info, page, "meer info", links=[link]),
    ]


PRACTICES = (
    (
        "De Vuurtoren",
        10,
        "Tussenwoningen",
        "post@vuurtoren.example",
        "De gemeente betaalt de begeleiding uit de Wmo.",
        "jongeren tot 27 jaar",
        "Noord",
    ),
    ("Het Anker", 12, "Tussenwoningen", None, None, "ouders met een kind", "Zuid"),
    (
        "Hof van Eden",
        14,
        "Hofwonen",
        "hof@eden.example",
        "De Wlz betaalt de zorg.",
        "mensen die blijvend zorg nodig hebben",
        "West",
    ),
    (
        "De Nachtwaker",
        16,
        "Nachthuizen",
        "nacht@waker.example",
        "Een fonds betaalt de nachtdienst.",
        "mensen die even rust zoeken",
        "Oost",
    ),
)
CONCEPTS = {
    "Tussenwoningen": "Een tussenwoning is een tijdelijke plek voor wie nog geen huis heeft.",
    "Hofwonen": "In een hof heeft iedereen een eigen huis voor altijd, rond een tuin. Kringwonen hoort hierbij.",
    "Nachthuizen": "Een nachthuis heeft dag en nacht iemand aanwezig.",
}


def _fact(sections: Sequence[Section], value: str, needle: str, link: str = "") -> tuple[Fact, ...]:
    for one in sections:
        start = one.text.find(needle)
        if start >= 0:
            return (
                Fact(value, Provenance(one.id, one.page, one.page_label, needle, start, start + len(needle)), link),
            )
    return ()


def sheet_of(row: tuple[str, int, str, str | None, str | None, str, str], sections: Sequence[Section]) -> FactSheet:
    name, page, concept, mail, care, who, place = row
    site = f"{name.lower().replace(' ', '')}.example"
    law = next((law for law in ("Wmo", "Wlz") if care and law in care), None)
    return FactSheet(
        name,
        concept,
        page,
        str(page + 2),
        websites=_fact(sections, site, site, f"https://{site}/over"),
        emails=_fact(sections, mail, mail, f"mailto:{mail}") if mail else (),
        funding_care=_fact(sections, care, care) if care else (),
        legal_basis=_fact(sections, law, law) if law else (),
        target_group=_fact(sections, who, who),
        district=_fact(sections, place, place),
        care_provider=_fact(sections, "Vaste begeleider", "vaste begeleider"),
    )
