"""An assistant over the invented handbook that answers by plain rules."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from assistant.errors import UnknownName
from assistant.schema import Answer, Card, Citation, PassageView, Turn
from ingest.document import Kind, Section
from ingest.factsheet import FactSheet
from tests.assistant.web.book import (
    CONCEPTS,
    PRACTICES,
    FakeHandbook,
    FakeProfile,
    practice_sections,
    section,
    sheet_of,
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
            own = [replace(s, text=f"{s.text}\n{self.poison}".strip()) for s in practice_sections(*row)]
            sections += own
            sheets.append(sheet_of(row, own))
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
        raise UnknownName(name, ("De Vuurtoren", "Het Anker"))

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
