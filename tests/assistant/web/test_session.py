"""The conversation as a value: asking, rewriting, voting, and what the browser may send back."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.messages import say
from assistant.schema import MAX_TURNS
from assistant.web.actions import Desk, act, ask
from assistant.web.opening import first_view, restored
from assistant.web.session import MAX_EXCHANGES, Session, recall, remember, retry, vote
from assistant.web.session import ask as asked
from tests.assistant.web.fake import FakeAssistant

LIBRARY = FakeAssistant()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(st.sampled_from(["turns", "q", "v", "r", "do", "value"]), x),
    max_leaves=15,
)


def conversation(*questions: str) -> Session:
    session = Session()
    for question in questions:
        session = asked(LIBRARY, session, question)
    return session


def questions(session: Session) -> list[str]:
    return [exchange.answer.question for exchange in session.exchanges]


def test_question_is_answered_in_the_light_of_the_turns_before() -> None:
    session = conversation("Vertel over Hof van Eden", "en wie betaalt dat?")
    assert session.exchanges[1].answer.names == ("Hof van Eden",)
    assert session.shown == 1
    assert all(exchange.answer.passages == () for exchange in session.exchanges)


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001, None, 7, ["x"]])
def test_question_that_is_none_is_refused_and_changes_nothing_else(question: object) -> None:
    before = conversation("Vertel over Hof van Eden")
    after = asked(LIBRARY, before, question)
    assert after.notice in ("web_question_empty", "web_question_too_long")
    assert replace(after, notice="") == before


def test_conversation_keeps_its_last_exchanges_and_a_follow_up_sees_only_some() -> None:
    session = conversation(*[f"vraag {n}" for n in range(MAX_EXCHANGES + 5)])
    assert questions(session)[0] == "vraag 5"
    assert len(session.exchanges) == MAX_EXCHANGES
    assert [turn.question for turn in session.turns] == questions(session)[-MAX_TURNS:]


def test_rewritten_question_replaces_what_came_after_it() -> None:
    before = replace(conversation("een", "twee", "drie"), editing=1)
    assert questions(asked(LIBRARY, before, "anders")) == ["een", "anders"]
    stopped = act(Desk(LIBRARY), before, '{"do": "edit", "value": "1"}').session
    assert stopped.editing is None
    assert questions(stopped) == ["een", "twee", "drie"]


def test_retry_asks_in_place_and_drops_the_vote() -> None:
    session = vote(conversation("Vertel over Hof van Eden", "en wie betaalt dat?"), 1, "down", "wrong")
    again = retry(LIBRARY, session, 1)
    assert again.exchanges[1].vote == ""
    assert again.exchanges[1].answer.names == ("Hof van Eden",)
    assert retry(LIBRARY, session, 9) == session


def test_vote_takes_only_known_choices_and_reasons() -> None:
    session = conversation("een")
    assert vote(session, 0, "down", "wrong").exchanges[0].reason == "wrong"
    assert vote(session, 0, "down", "<script>").exchanges[0].reason == ""
    assert vote(session, 0, "up", "wrong").exchanges[0].reason == ""
    assert vote(session, 0, "sideways") == session
    assert vote(session, 5, "up") == session


def test_browser_memory_gives_the_same_conversation_back_and_holds_no_answers() -> None:
    session = vote(conversation("Vertel over Hof van Eden", "en wie betaalt dat?"), 0, "up")
    memory = remember(session)
    assert memory == {
        "version": 1,
        "turns": [
            {"q": "Vertel over Hof van Eden", "v": "up", "r": ""},
            {"q": "en wie betaalt dat?", "v": "", "r": ""},
        ],
    }
    assert recall(LIBRARY, memory, "nl").exchanges == session.exchanges


def test_lost_session_is_rebuilt_from_the_browser_but_not_after_a_new_start() -> None:
    desk, memory = Desk(LIBRARY), remember(conversation("een", "twee"))
    assert questions(restored(desk, Session(), memory)) == ["een", "twee"]
    assert restored(desk, Session(notice="web_new_started"), memory).exchanges == ()
    assert questions(restored(desk, conversation("drie"), memory)) == ["drie"]


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_any_memory_from_a_browser_opens_the_page(memory: Any) -> None:
    view = first_view(Desk(LIBRARY), memory, {})
    assert len(view.session.exchanges) <= MAX_EXCHANGES
    assert set(view.parts) == {"conversation", "sources", "filters", "list", "detail", "fan", "concept", "about"}


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(
        ["ask", "edit", "retry", "vote", "sources", "dossier", "fact", "compare", "filter", "concept", "x"]
    ),
    JSON,
)
def test_any_action_from_a_browser_leaves_a_whole_session(name: str, value: Any) -> None:
    before = conversation("Vertel over Hof van Eden")
    after = act(Desk(LIBRARY), before, json.dumps({"do": name, "value": value})).session
    assert after.notice != "web_fault"
    assert len(after.exchanges) in (1, 2)


@pytest.mark.parametrize(
    "action",
    [None, "", "geen json", "[1]", "{}", '{"do": "__class__"}', '{"do": []}', '{"do": {}}', "[" * 20000, "x" * 99999],
)
def test_odd_action_does_nothing(action: object) -> None:
    before = conversation("een")
    assert act(Desk(LIBRARY), before, action).session == before


def test_place_of_a_fact_is_given_in_plain_digits() -> None:
    section = LIBRARY.handbook.sections[0].id
    update = act(Desk(LIBRARY), Session(), json.dumps({"do": "fact", "value": f"{section}:²:³"}))
    assert update.session.notice == ""
    assert update.parts == {}


def test_link_to_a_practice_that_is_none_says_so(caplog: pytest.LogCaptureFixture) -> None:
    view = first_view(Desk(LIBRARY), {}, {"praktijk": "Nergenshuizen"})
    assert say("web_no_practice") in view.parts["detail"]
    assert (view.session.notice, view.tab) == ("", "lookup")
    assert caplog.text == ""


def test_fault_in_the_assistant_becomes_a_sentence() -> None:
    class Broken(FakeAssistant):
        def ask(self, question: str, history: Any = ()) -> Any:
            raise RuntimeError("kapot")

    update = act(Desk(Broken()), Session(), '{"do": "ask", "value": "kanarie"}')
    assert "Er ging iets mis." in update.parts["conversation"]
    assert update.session.exchanges == ()


def test_asking_from_a_suggestion_shows_the_conversation_and_clears_the_box() -> None:
    update = ask(Desk(LIBRARY), Session(), "Vertel over Hof van Eden")
    assert set(update.parts) == {"conversation", "sources"}
    assert update.question == ""
    assert ask(Desk(LIBRARY), Session(), "").question is None
