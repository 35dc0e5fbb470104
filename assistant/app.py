"""The web chat in Gradio: components, events and the server. Wiring only; what they show and do is in `assistant/web`.

This is the one module that imports Gradio, and only when a page is built: it takes seconds.
"""

import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI

from assistant.messages import say
from assistant.web import actions
from assistant.web.chat import examples
from assistant.web.endpoints import EndpointRefused, Endpoints
from assistant.web.feedback import Feedback
from assistant.web.gate import Gate
from assistant.web.library import Library
from assistant.web.security import Guard, Policy
from assistant.web.session import MAX_QUESTION, Session, remember
from assistant.web.shell import DRESS, TABS

_ENVIRONMENT: Final = {
    # Gradio reads these when it is imported or a queue is made. Without them its server looks up two hosts at the start,
    # and every event is added to a table that slows all later ones down.
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "50",
    "HF_HUB_OFFLINE": "1",
}
_PARTS: Final = (
    "conversation",
    "sources",
    "filters",
    "list",
    "detail",
    "fan",
    "concept",
    "about",
    "download",
    "notice",
)
SESSIONS: Final = 1000
"""Conversations that the server holds at once; an older one is rebuilt from its browser's memory."""


def build_app(
    library: Library,
    *,
    mcp: bool = False,
    figures: Path | None = None,
    feedback: Path | None = None,
    workers: int = 4,
    queue_size: int = 200,
) -> FastAPI:
    """The ASGI application around `library`, without the guard that `serve` puts before it.

    Args:
        library: The assistant; read-only, used from `workers` threads at once.
        mcp: Whether the endpoints are also served as MCP tools, at /gradio_api/mcp/.
        figures: JSON file with the figures of the last evaluation run, for the page Over.
        feedback: File to which votes with their questions are appended; None stores nothing.
        workers: Questions answered at the same time.
        queue_size: Questions that may wait; a further one is refused.
    """
    os.environ.update(_ENVIRONMENT)
    import gradio as gr

    desk = actions.Desk(library, examples(library), figures, Feedback(feedback))
    with gr.Blocks(title=say("web_title"), analytics_enabled=False, fill_width=True) as blocks:
        _page(gr, desk)
        _endpoints(gr, Endpoints(library))
    blocks.queue(max_size=queue_size, default_concurrency_limit=workers, api_open=False)
    blocks.state_session_capacity = SESSIONS
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    mounted: FastAPI = gr.mount_gradio_app(
        app,
        blocks,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        pwa=False,
        max_file_size=1,
        allowed_paths=[],
        enable_monitoring=False,
        mcp_server=mcp,
        theme=gr.themes.Base(font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]),
    )
    return mounted


def _page(gr: Any, desk: actions.Desk) -> None:  # noqa: ANN401 - the module gradio
    """Components and events of the page. What changes is HTML in `gr.Markdown`: see `assistant/web/markup.py` for why."""
    session = gr.State(Session())
    memory = gr.BrowserState({}, storage_key="waaier-gesprek", secret="waaier")
    parts: dict[str, Any] = {}

    def part(name: str) -> None:
        parts[name] = gr.Markdown(elem_id=f"w-{name}", sanitize_html=False, latex_delimiters=[], container=False)

    with gr.Tabs(elem_id="w-tabs", selected="chat") as tabs:
        sheets = {}
        for name, inside in TABS.items():
            with gr.Tab(say(f"web_tab_{name}"), id=name, elem_id=f"w-tab-{name}") as sheets[name]:
                if name != "chat":
                    for inner in inside:
                        part(inner)
                    continue
                with gr.Row(elem_id="w-vraagblad"):
                    with gr.Column(elem_id="w-links"):
                        part("conversation")
                        with gr.Row(elem_id="w-vraagbalk"):
                            question = gr.Textbox(
                                label=say("web_question_label"),
                                placeholder=say("web_question_hint"),
                                lines=1,
                                max_lines=6,
                                max_length=MAX_QUESTION,
                                elem_id="w-vraag",
                            )
                            send = gr.Button(say("web_question_send"), variant="primary", elem_id="w-stuur")
                    with gr.Column(elem_id="w-rechts"):
                        part("sources")
    part("download")
    action = gr.Textbox(elem_id="w-actie", elem_classes="w-brug", show_label=False, container=False)
    go = gr.Button("", elem_id="w-doe", elem_classes="w-brug")
    outputs = [session, memory, tabs, question, *(parts[name] for name in _PARTS)]

    def shown(before: Session, update: actions.Update) -> list[Any]:
        changed = update.session.exchanges != before.exchanges or update.session.notice == "web_new_started"
        return [
            update.session,
            remember(update.session) if changed else gr.skip(),
            gr.Tabs(selected=update.tab) if update.tab else gr.skip(),
            gr.skip() if update.question is None else update.question,
            *(update.parts.get(name, gr.skip()) for name in _PARTS),
        ]

    def restored(now: Session, kept: object) -> Session:
        """The session, or where the server lost it (a restart, too many users) the one that the browser remembers."""
        if now.exchanges or not kept:
            return now
        return actions.first_view(desk, kept, {"taal": now.language}).session

    def on_ask(typed: object, now: Session, kept: object) -> list[Any]:
        before = restored(now, kept)
        return shown(before, actions.guarded(desk, before, lambda: actions.ask(desk, before, typed)))

    def on_action(body: object, now: Session, kept: object) -> list[Any]:
        before = restored(now, kept)
        return shown(before, actions.act(desk, before, body))

    def on_load(kept: object, request: gr.Request) -> list[Any]:
        query = dict(request.query_params) if request else {}
        update = actions.first_view(desk, kept, query)
        language = update.session.language
        labels = [gr.Tab(label=say(f"web_tab_{name}", language)) for name in TABS]
        box = gr.Textbox(
            label=say("web_question_label", language),
            placeholder=say("web_question_hint", language),
            value=update.question or "",
        )
        values = shown(Session(), update)
        values[3] = box
        return [*values, gr.Button(say("web_question_send", language)), *labels]

    quiet = {"api_visibility": "private", "show_progress": "hidden"}
    gr.on([question.submit, send.click], on_ask, [question, session, memory], outputs, trigger_mode="once", **quiet)
    go.click(on_action, [action, session, memory], outputs, trigger_mode="multiple", **quiet)
    gr.context.Context.root_block.load(on_load, [memory], [*outputs, send, *sheets.values()], **quiet)


def _endpoints(gr: Any, endpoints: Endpoints) -> None:  # noqa: ANN401 - the module gradio
    """The four named endpoints; a refusal reaches the caller as one sentence."""
    from functools import wraps

    def sentence(function: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on as they come
            try:
                return function(*args, **kwargs)
            except EndpointRefused as refusal:
                raise gr.Error(str(refusal), print_exception=False) from None

        return call

    for function in (endpoints.ask, endpoints.lookup, endpoints.compare, endpoints.sources):
        gr.api(sentence(function), api_name=function.__name__)


def serve(
    load: Callable[[], Library],
    *,
    host: str = "127.0.0.1",
    port: int = 7860,
    mcp: bool = False,
    hosts: tuple[str, ...] = (),
    figures: Path | None = None,
    feedback: Path | None = None,
) -> None:
    """Serve the chat until it is interrupted. The page is up at once; `load` runs behind it.

    Args:
        load: Gives the assistant; its WaaierError is shown in the page.
        host: Address to bind to. 127.0.0.1 keeps the chat on this machine.
        port: Port to bind to.
        mcp: Whether to serve the endpoints as MCP tools, too.
        hosts: Names other than 127.0.0.1 and localhost under which users reach this server.
        figures: JSON file with the figures of the last evaluation run.
        feedback: File for votes with their questions; None stores nothing.

    Raises:
        OSError: the port is taken.
    """
    import uvicorn

    guarded = guarded_app(load, hosts=hosts, mcp=mcp, figures=figures, feedback=feedback)
    logging.getLogger("waaier.web").info("http://%s:%d", host, port)
    # The access log would write ?vraag=... down.
    uvicorn.run(guarded, host=host, port=port, access_log=False, log_level="warning", server_header=False)


def guarded_app(
    load: Callable[[], Library],
    *,
    hosts: tuple[str, ...] = (),
    mcp: bool = False,
    figures: Path | None = None,
    feedback: Path | None = None,
) -> Guard:
    """All of the server but its socket: guard, loading page, app."""
    policy = Policy(hosts=Policy().hosts | {name.lower() for name in hosts}, mcp=mcp)
    gate = Gate(load, lambda library: build_app(library, mcp=mcp, figures=figures, feedback=feedback))
    return Guard(gate, policy, DRESS)
