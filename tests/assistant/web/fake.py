"""An invented handbook of four practices and three concepts, and an assistant over it that answers by plain rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.schema import Answer, Card, Citation, PassageView, Turn
from ingest.document import Kind, Link, Section
from ingest.errors import WaaierError
from ingest.factsheet import Fact, FactSheet, Provenance
from ingest.profile import FanRule

TITLE = "Samen onder dak – Proefhandreiking"


@dataclass(frozen=True, slots=True)
class FakeProfile:
    title: str = TITLE
    edition: str = "Proefuitgave"
    fan: tuple[FanRule, ...] = (
        FanRule("Tussenwoningen", 0.2, 0.15, ("een tijdelijke plek",)),
        FanRule("Hofwonen", 0.45, 0.9, ("een eigen huis voor altijd",)),
        FanRule("Nachthuizen", 0.95, 0.05, ("dag en nacht iemand aanwezig",)),
        FanRule("Kringwonen"),
        FanRule("Samenhuizen", 0.9, None, ("dag en nacht iemand aanwezig",)),
    )


@dataclass(frozen=True, slots=True)
class FakeHandbook:
    sections: tuple[Section, ...]


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


def _practice(
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


def _sheet(row: tuple[str, int, str, str | None, str | None, str, str], sections: Sequence[Section]) -> FactSheet:
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


@dataclass
class FakeAssistant:
    """Answers a question that names a practice with what the handbook says of it; `poison` goes into every text."""

    poison: str = ""
    profile: FakeProfile = field(default_factory=FakeProfile)

    def __post_init__(self) -> None:
        sections = [
            section(Kind.CONCEPT, name, f"{text}\n{self.poison}".strip(), 4 + n)
            for n, (name, text) in enumerate(CONCEPTS.items())
        ]
        sheets = []
        for row in PRACTICES:
            own = [replace(s, text=f"{s.text}\n{self.poison}".strip()) for s in _practice(*row)]
            sections += own
            sheets.append(_sheet(row, own))
        sections.append(
            section(
                Kind.LESSON,
                "Tussenwoningen",
                "• Spreek af wie er komt wonen.\n• Vertel de buren wat er komt.",
                7,
                theme="Toewijzing",
            )
        )
        sections.append(
            section(Kind.LESSON, "Tussenwoningen", "• Deel de kosten van de huiskamer.", 8, theme="Financieel")
        )
        self.fact_sheets = tuple(sheets)
        self.handbook = FakeHandbook(tuple(sections))

    def section(self, section_id: str) -> Section:
        return {one.id: one for one in self.handbook.sections}[section_id]

    def lookup(self, name: str) -> FactSheet:
        for sheet in self.fact_sheets:
            if name.casefold() in sheet.name.casefold() and name:
                return sheet
        raise WaaierError("Geen praktijkvoorbeeld met deze naam. Bedoelt u De Vuurtoren of Het Anker?")

    def cite(self, n: int, one: Section, quote: str) -> Citation:
        start = one.text.index(quote)
        links = tuple({"url": link.url, "label": link.label} for link in one.links)
        return Citation(
            n,
            one.kind,
            one.name,
            one.theme,
            one.facet,
            one.page,
            one.page_label,
            quote,
            f"{one.id}#1",
            one.id,
            start,
            start + len(quote),
            links,
        )

    def ask(self, question: str, history: Sequence[Turn] = ()) -> Answer:
        asked = question.casefold()
        known = [sheet for sheet in self.fact_sheets if sheet.name.casefold() in asked]
        if not known and history and asked.startswith(("en ", "waar ", "hoe lang")):
            known = [sheet for sheet in self.fact_sheets if sheet.name in history[-1].names]
        resolved = question if not history else f"{question} ({', '.join(history[-1].names)})"
        if "anker of" in asked or asked.strip() == "wonen":
            return Answer(
                question,
                resolved,
                "nl",
                "clarify",
                "clarify",
                "Er zijn twee praktijkvoorbeelden die u kunt bedoelen.",
                choices=("Vertel over De Vuurtoren", "Vertel over Het Anker"),
            )
        if "welke" in asked:
            return self._list(question, resolved)
        if not known:
            return Answer(
                question,
                resolved,
                "nl",
                "not_in_handbook",
                "passages",
                "De handreiking zegt hier niets over.\n" + self.poison,
                also=(self.cite(1, self.handbook.sections[0], "een tijdelijke plek"),),
                suggestions=("Welke praktijkvoorbeelden zijn er?",),
            )
        return self._practice(question, resolved, known[0])

    def _list(self, question: str, resolved: str) -> Answer:
        cited = [
            self.cite(n, self.section(f"practice/{s.name.lower().replace(' ', '-')}/doel"), f"{s.name} is er voor")
            for n, s in enumerate(self.fact_sheets, 1)
        ]
        lines = [f"• {one.name}: “{one.quote}” [{one.n}]" for one in cited]
        return Answer(
            question,
            resolved,
            "nl",
            "answered",
            "list",
            "\n".join(["Er zijn vier praktijkvoorbeelden:", *lines]),
            members=tuple(one.name for one in cited),
            citations=tuple(cited),
        )

    def _practice(self, question: str, resolved: str, sheet: FactSheet) -> Answer:
        key = sheet.name.lower().replace(" ", "-")
        goal, info = self.section(f"practice/{key}/doel"), self.section(f"practice/{key}/meer-info")
        first = self.cite(1, goal, goal.text.split("\n")[0][2:])
        second = self.cite(2, info, sheet.websites[0].value)
        cards: tuple[Card, ...] = ()
        kind = "passages"
        if "mail" in question or "contact" in question:
            mail = sheet.emails[0].value if sheet.emails else None
            cards = (
                Card(
                    "contact",
                    sheet.name,
                    (
                        ("Website", second.quote, f"https://{second.quote}/over", 2),
                        ("E-mail", mail, f"mailto:{mail}" if mail else "", 2 if mail else None),
                    ),
                ),
            )
            kind = "contact"
        if "betaalt" in question:
            care = sheet.funding_care[0].value if sheet.funding_care else None
            cards = (
                Card("funding", sheet.name, (("Zorg", care, "", 1 if care else None), ("Gebouw", None, "", None))),
            )
            kind = "funding"
        passages = (
            PassageView(
                first.passage_id, "practice", sheet.name, None, "doel", goal.page, goal.page_label, goal.text, 1.0
            ),
        )
        text = f"“{first.quote}” [1]\n“{second.quote}” [2]\n{self.poison}".strip()
        return Answer(
            question,
            resolved,
            "nl",
            "answered",
            kind,
            text,
            names=(sheet.name,),
            citations=(first, second),
            cards=cards,
            passages=passages,
            suggestions=(f"Wie betaalt de zorg bij {sheet.name}?",),
            timings_ms={"total": 1.0},
        )
