"""The guard: what is open, what is closed, which headers go out, and which limits hold."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.app import build_app
from assistant.web.security import MAX_BODY, Policy, content_policy
from tests.assistant.web.fake import FakeAssistant

NEEDED = {
    *(
        "/",
        "/config",
        "/theme.css",
        "/favicon.ico",
        "/gradio_api/info",
        "/gradio_api/app_id",
        "/gradio_api/queue/data",
        "/gradio_api/queue/join",
    ),
    *(
        "/gradio_api/startup-events",
        "/gradio_api/heartbeat/x",
        "/gradio_api/cancel",
        "/gradio_api/theme.css",
        "/assets/x",
        "/static/x",
    ),
}


FIELDS = ("data", "fn_index", "session_hash", "event_id", "trigger_id", "event_data", "question", "name", "names")
CLOSED = (
    *("upload", "file", "proxy", "run", "monitoring", "openapi", "login", "stream", "vibe", "component_server"),
    *("custom_component", "deep_link", "reset", "token", "process_recording", "manifest", "robots"),
)


def test_only_the_routes_that_the_page_needs_are_open() -> None:
    paths = _paths(build_app(FakeAssistant()).routes)
    assert len(paths) > 60, "Gradio's routes were not found"
    opened = {path for path in paths for method in ("GET", "POST") if Policy().admits(method, path)}
    assert {path.rstrip("/") or "/" for path in opened} <= NEEDED
    assert not any(word in path for path in opened for word in CLOSED)


def _paths(routes: Any) -> set[str]:
    """The paths of all routes, those of mounted apps and included routers too, their parameters filled in."""
    found: set[str] = set()
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if inner is not None and hasattr(inner, "routes"):
            found |= _paths(inner.routes)
        elif hasattr(route, "path"):
            found.add(re.sub(r"{[^}]*}", "x", route.path))
    return found


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "gradio_api/upload"),
        ("GET", "gradio_api/file=/etc/passwd"),
        ("GET", "gradio_api/proxy=http://198.51.100.7/"),
        ("POST", "gradio_api/run/predict"),
        ("POST", "gradio_api/api/predict"),
        ("GET", "gradio_api/runs"),
        ("GET", "gradio_api/openapi.json"),
        ("GET", "monitoring"),
        ("GET", "docs"),
        ("POST", "gradio_api/call/asked"),
        ("POST", "gradio_api/component_server"),
        ("GET", "static/../app.py"),
        ("GET", "static/%2e%2e/%2e%2e/app.py"),
        ("GET", "assets/..%2f..%2fapp.py"),
        ("GET", "waaier/..%2fgate.py"),
        ("GET", "waaier/gate.py"),
        ("DELETE", ""),
        ("PUT", "gradio_api/queue/join"),
    ],
)
def test_closed_route_is_not_found(address: str, method: str, path: str) -> None:
    assert httpx.request(method, address + path).status_code == 404


def test_page_has_a_nonce_policy_that_is_new_each_time_and_the_usual_headers(address: str) -> None:
    first, second = httpx.get(address), httpx.get(address)
    policy = first.headers["content-security-policy"]
    nonce = re.search(r"'nonce-([\w-]+)'", policy)
    assert nonce is not None
    assert policy == content_policy(nonce[1])
    assert policy != second.headers["content-security-policy"]
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    scripts = re.findall(r"<script[^>]*>", first.text)
    assert len(scripts) > 3
    assert all(f'nonce="{nonce[1]}"' in script for script in scripts)
    assert first.headers["x-content-type-options"] == "nosniff"
    assert first.headers["x-frame-options"] == "DENY"
    assert first.headers["referrer-policy"] == "no-referrer"
    assert "server" not in first.headers
    assert "raw.githubusercontent.com" not in first.text
    assert "twitter:" not in first.text


def test_language_of_the_page_is_in_its_html(address: str) -> None:
    assert '<html lang="nl"' in httpx.get(address, headers={"accept-language": "en"}).text
    assert '<html lang="en"' in httpx.get(f"{address}?taal=en").text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::2]:80", "[x", "localhost/x"])
def test_unknown_host_is_refused(address: str, host: str) -> None:
    assert httpx.get(address, headers={"host": host}).status_code == 400


def test_foreign_origin_cannot_post(address: str) -> None:
    body = {"data": ["vraag", []]}
    foreign = httpx.post(f"{address}gradio_api/call/ask", json=body, headers={"origin": "http://evil.example"})
    odd = httpx.post(f"{address}gradio_api/call/ask", json=body, headers={"origin": "http://[x"})
    own = httpx.post(f"{address}gradio_api/call/ask", json=body, headers={"origin": address.rstrip("/")})
    assert (foreign.status_code, odd.status_code, own.status_code) == (403, 403, 200)


def test_large_body_is_refused_whatever_its_stated_length(address: str) -> None:
    def stream() -> Any:
        for _ in range(40):
            yield b"x" * 10_000

    told = httpx.post(f"{address}gradio_api/call/ask", content=b"x" * (MAX_BODY + 1))
    untold = httpx.post(f"{address}gradio_api/call/ask", content=stream())
    assert told.status_code == 413
    assert untold.status_code >= 400
    assert httpx.get(f"{address}?x={'y' * 9000}").status_code == 414


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=30),
    lambda x: st.lists(x, max_size=4) | st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=9), x, max_size=4),
    max_leaves=12,
)


@pytest.fixture(scope="module")
def caller(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client


@settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON)
def test_malformed_request_never_breaks_the_server(caller: httpx.Client, body: Any) -> None:
    for path in ("call/ask", "queue/join", "call/v2/lookup", "cancel"):
        answer = caller.post(f"gradio_api/{path}", json=body)
        assert "Traceback" not in answer.text
        assert answer.status_code < 500
    assert caller.get("waaier/status").json()["ready"]


def test_ui_events_have_no_public_name(address: str) -> None:
    named = httpx.get(f"{address}gradio_api/info").json()["named_endpoints"]
    assert set(named) == {"/ask", "/lookup", "/compare", "/sources"}
