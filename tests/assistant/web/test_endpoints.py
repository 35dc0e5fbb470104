"""The endpoints for other programs, called with the real clients: gradio_client, plain HTTP, and MCP."""

import json
from typing import Any

import httpx
import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

from assistant.errors import UnknownName
from assistant.messages import say
from assistant.schema import MAX_TURNS
from assistant.web.endpoints import EndpointRefusedError, Endpoints, turns
from ingest.errors import WaaierError
from tests.assistant.web.conftest import apart
from tests.assistant.web.fake import FakeAssistant

PUBLIC = {"/ask", "/lookup", "/compare", "/sources"}
REFUSALS: list[tuple[str, dict[str, Any], str]] = [
    ("/ask", {"question": "x" * 2001}, "hoogstens 2.000 tekens"),
    ("/ask", {"question": "  "}, "Typ eerst een vraag"),
    (
        "/lookup",
        {"name": "Nergenshuizen"},
        "Dit praktijkvoorbeeld staat niet in de handreiking. Bedoelt u een van deze",
    ),
    ("/compare", {"names": ["De Vuurtoren"]}, "twee tot 4"),
    ("/sources", {"section_id": "nergens"}, "staat niet in de handreiking"),
]


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False)


def test_client_sees_exactly_the_four_endpoints_with_their_types(client: Client) -> None:
    named: dict[str, Any] = client.view_api(return_format="dict")["named_endpoints"]
    assert set(named) == PUBLIC
    assert [p["parameter_name"] for p in named["/ask"]["parameters"]] == ["question", "history"]
    assert "handbook's own words" in named["/ask"]["description"]


def test_client_asks_and_gets_the_schema_with_citations_inside(client: Client) -> None:
    answer = client.predict("Wat is het mailadres van De Vuurtoren?", api_name="/ask")
    assert answer["schema"] == 1
    assert answer["answered"] is True
    assert answer["citations"][1]["quote"] == "devuurtoren.example"
    assert answer["citations"][1]["section_id"] == "practice/de-vuurtoren/meer-info"


def test_client_sends_earlier_answers_back_and_a_follow_up_is_understood(client: Client) -> None:
    first = client.predict(question="Vertel over Hof van Eden", api_name="/ask")
    second = client.predict(question="en wie betaalt dat?", history=[first], api_name="/ask")
    assert second["names"] == ["Hof van Eden"]


def test_client_looks_up_compares_and_reads_a_source(client: Client) -> None:
    sheet = client.predict("vuurtoren", api_name="/lookup")
    everything = client.predict(api_name="/lookup")
    compared = client.predict(["De Vuurtoren", "Hof van Eden"], api_name="/compare")
    source = client.predict(sheet["emails"][0]["source"]["section_id"], api_name="/sources")
    assert sheet["emails"][0]["value"] == "post@vuurtoren.example"
    assert [one["name"] for one in everything["practices"]] == [
        "De Vuurtoren",
        "Het Anker",
        "Hof van Eden",
        "De Nachtwaker",
    ]
    assert compared["fields"]["legal_basis"]["Hof van Eden"][0]["value"] == "Wlz"
    assert "post@vuurtoren.example" in source["text"]
    assert "text" not in client.predict(api_name="/sources")["sections"][0]


@pytest.mark.parametrize(("endpoint", "arguments", "words"), REFUSALS)
def test_refusal_reaches_the_client_as_one_dutch_sentence(
    client: Client, endpoint: str, arguments: Any, words: str
) -> None:
    with pytest.raises(AppError, match=words):
        client.predict(**arguments, api_name=endpoint)


def test_name_that_is_near_no_other_is_refused_without_names() -> None:
    class Alone(FakeAssistant):
        def lookup(self, name: str) -> Any:
            raise UnknownName(name, ())

    with pytest.raises(EndpointRefusedError) as refused:
        Endpoints(Alone()).lookup("Nergenshuizen")
    assert str(refused.value) == say("web_no_practice")


def test_two_names_of_one_practice_are_not_compared() -> None:
    with pytest.raises(EndpointRefusedError, match="twee tot 4"):
        Endpoints(FakeAssistant()).compare(["vuurtoren", "De Vuurtoren"])


@pytest.mark.parametrize("fault", [RuntimeError("geheim kanarie"), WaaierError("/srv/geheim kanarie: no such file.")])
def test_fault_inside_reaches_the_caller_as_a_sentence_without_the_question(
    fault: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    class Broken(FakeAssistant):
        def ask(self, question: str, history: Any = ()) -> Any:
            raise fault

    with pytest.raises(EndpointRefusedError) as refused:
        Endpoints(Broken()).ask("kanarie")
    assert str(refused.value) == say("web_fault")
    assert type(fault).__name__ in caplog.text
    assert "kanarie" not in caplog.text


def test_curl_asks_in_two_steps(address: str) -> None:
    joined = httpx.post(f"{address}gradio_api/call/ask", json={"data": ["Vertel over Hof van Eden", []]})
    stream = httpx.get(f"{address}gradio_api/call/ask/{joined.json()['event_id']}")
    event, data = stream.text.strip().split("\n")[:2]
    assert event == "event: complete"
    assert json.loads(data.removeprefix("data: "))[0]["names"] == ["Hof van Eden"]


def test_curl_asks_with_named_arguments(address: str) -> None:
    joined = httpx.post(f"{address}gradio_api/call/v2/ask", json={"question": "Vertel over Hof van Eden"})
    stream = httpx.get(f"{address}gradio_api/call/ask/{joined.json()['event_id']}")
    assert "Hof van Eden" in stream.text


def test_mcp_client_sees_four_tools_and_uses_them(address: str) -> None:
    async def use() -> tuple[list[str], dict[str, Any]]:
        async with (
            streamable_http_client(f"{address}gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = await session.list_tools()
            result = await session.call_tool("ask", {"question": "Wat is het mailadres van Hof van Eden?"})
            return [tool.name for tool in tools.tools], json.loads(result.content[0].text)  # type: ignore[union-attr]

    names, answer = apart(use())
    assert names == ["ask", "lookup", "compare", "sources"]
    assert answer["citations"][0]["name"] == "Hof van Eden"


def test_history_of_a_client_is_bounded_and_cleaned() -> None:
    odd: list[Any] = [
        None,
        7,
        "tekst",
        {"question": ["x"], "names": "x"},
        {"question": "q" * 9000, "names": ["n" * 900] * 90},
    ]
    made = turns(odd * 20)
    assert len(made) <= MAX_TURNS
    assert max(len(turn.question) for turn in made) == 2000
    assert max(len(turn.names) for turn in made) == 50
    assert max(len(name) for turn in made for name in turn.names) == 200
    assert turns("geen lijst") == turns({"a": 1}) == turns(None) == ()
