"""The web chat in Gradio: components, events and the server. Wiring only; what they show and do is in `assistant/web`.

This is the one module that imports Gradio, and only when a page is built: it takes seconds.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, wraps
from pathlib import Path
from typing import Any, Final, get_args

from fastapi import FastAPI

from assistant.messages import say
from assistant.schema import MAX_QUESTION, Language
from assistant.web import actions
from assistant.web.chat import examples
from assistant.web.endpoints import EndpointRefusedError, Endpoints, as_mcp_json
from assistant.web.feedback import Feedback
from assistant.web.library import Library
from assistant.web.opening import first_view, restored
from assistant.web.server import ENVIRONMENT, guarded, run
from assistant.web.session import Session, remember
from assistant.web.shell import TABS

_PARTS: Final = (*(part for inside in TABS.values() for part in inside), "download")
SESSIONS: Final = 1000
"""Conversations held at once; an older one is rebuilt from its browser's memory."""


def build_app(
    library: Library,
    *,
    mcp: bool = False,
    figures: Path | None = None,
    feedback: Feedback | None = None,
    workers: int = 4,
    queue_size: int = 200,
) -> FastAPI:
    """The ASGI application around `library`, without the guard that `serve` puts before it.

    Args:
        library: The assistant; read-only, used from `workers` threads at once.
        mcp: Whether the endpoints are also served as MCP tools, at /gradio_api/mcp/.
        figures: JSON file with the figures of the last evaluation run, for the page Over.
        feedback: Where votes go; None stores nothing.
        workers: Questions answered at the same time.
        queue_size: Questions that may wait; a further one is refused.
    """
    os.environ.update(ENVIRONMENT)
    import gradio as gr

    started = {language: examples(library, language) for language in get_args(Language)}
    desk = actions.Desk(library, started, figures, feedback or Feedback())
    with gr.Blocks(title=say("web_title"), analytics_enabled=False, fill_width=True) as blocks:
        _wire(gr, desk, _layout(gr), blocks)
        _endpoints(gr, Endpoints(library))
    blocks.queue(max_size=queue_size, default_concurrency_limit=workers, api_open=False)
    blocks.state_session_capacity = SESSIONS
    app = _mounted(gr, blocks, mcp)
    if mcp:
        blocks.mcp_server_obj.postprocess_output_data = as_mcp_json
    return app


def _mounted(gr: Any, blocks: Any, mcp: bool) -> FastAPI:  # noqa: ANN401 - the module gradio
    """`blocks` in an application of its own, with all switched off that the chat does not use."""
    app: FastAPI = gr.mount_gradio_app(
        FastAPI(openapi_url=None, docs_url=None, redoc_url=None),
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
    return app


@dataclass(frozen=True, slots=True)
class _Components:
    """The page's components; what changes in it are the `parts`, by name."""

    session: Any
    memory: Any
    tabs: Any
    sheets: dict[str, Any]
    question: Any
    send: Any
    action: Any
    go: Any
    parts: dict[str, Any]

    @property
    def outputs(self) -> list[Any]:
        """What an event may change, in the order of `_values`."""
        return [self.session, self.memory, self.tabs, self.question, *(self.parts[name] for name in _PARTS)]


def _layout(gr: Any) -> _Components:  # noqa: ANN401 - the module gradio
    """All components. What changes is HTML in `gr.Markdown`: see `assistant/web/markup.py` for why.

    `action` and `go` are never shown: static/waaier.js sends through them what users do in the HTML.
    """
    session = gr.State(Session())
    memory = gr.BrowserState({}, storage_key="waaier-gesprek", secret="waaier")
    parts: dict[str, Any] = {}
    sheets: dict[str, Any] = {}

    def part(name: str) -> None:
        parts[name] = gr.Markdown(elem_id=f"w-{name}", sanitize_html=False, latex_delimiters=[], container=False)

    with gr.Tabs(elem_id="w-tabs", selected="chat") as tabs:
        for name, inside in TABS.items():
            with gr.Tab(say(f"web_tab_{name}"), id=name, elem_id=f"w-tab-{name}") as sheets[name]:
                if name == "chat":
                    question, send = _chat(gr, part)
                else:
                    for inner in inside:
                        part(inner)
    part("download")
    action = gr.Textbox(elem_id="w-actie", elem_classes="w-brug", show_label=False, container=False)
    go = gr.Button("", elem_id="w-doe", elem_classes="w-brug")
    return _Components(session, memory, tabs, sheets, question, send, action, go, parts)


def _chat(gr: Any, part: Callable[[str], None]) -> tuple[Any, Any]:  # noqa: ANN401 - the module gradio
    """The first tab: conversation and question box left, sources right. Gives the box and its button."""
    with gr.Row(elem_id="w-vraagblad"):
        with gr.Column(elem_id="w-links"):
            part("conversation")
            with gr.Row(elem_id="w-vraagbalk"):
                box = gr.Textbox(
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
    return box, send


def _values(gr: Any, before: Session, update: actions.Update) -> list[Any]:  # noqa: ANN401 - the module gradio
    """`update` as values for `_Components.outputs`."""
    changed = update.session.exchanges != before.exchanges or update.session.notice == "web_new_started"
    return [
        update.session,
        remember(update.session) if changed else gr.skip(),
        gr.Tabs(selected=update.tab) if update.tab else gr.skip(),
        gr.skip() if update.question is None else update.question,
        *(update.parts.get(name, gr.skip()) for name in _PARTS),
    ]


def _wire(gr: Any, desk: actions.Desk, on: _Components, blocks: Any) -> None:  # noqa: ANN401 - the module gradio
    """The three events of the page: a question, an action of static/waaier.js, and its opening."""

    def asked(typed: object, now: Session, kept: object) -> list[Any]:
        before = restored(desk, now, kept)
        update = actions.guarded(desk, before, lambda: actions.ask(desk, before, typed))
        box = typed if update.question is None else update.question
        return [update.session, remember(update.session), box, update.parts["conversation"], update.parts["sources"]]

    def acted(body: object, now: Session, kept: object) -> list[Any]:
        before = restored(desk, now, kept)
        return _values(gr, before, actions.act(desk, before, body))

    def opened(kept: object, request: gr.Request) -> list[Any]:
        update = first_view(desk, kept, dict(request.query_params) if request else {})
        language = update.session.language
        values = _values(gr, Session(), update)
        box = {"label": say("web_question_label", language), "placeholder": say("web_question_hint", language)}
        # No value unless there is one: a quick user may have begun to type.
        values[3] = gr.Textbox(**box, value=update.question) if update.question else gr.Textbox(**box)
        labels = [gr.Tab(label=say(f"web_tab_{name}", language)) for name in TABS]
        return [*values, gr.Button(say("web_question_send", language)), *labels]

    quiet = {"api_visibility": "private", "show_progress": "hidden"}
    inputs = [on.session, on.memory]
    # Gradio makes a component anew for each output that is skipped: only what a question changes.
    answered = [on.session, on.memory, on.question, on.parts["conversation"], on.parts["sources"]]
    gr.on([on.question.submit, on.send.click], asked, [on.question, *inputs], answered, **quiet)
    on.go.click(acted, [on.action, *inputs], on.outputs, trigger_mode="multiple", **quiet)
    blocks.load(opened, [on.memory], [*on.outputs, on.send, *on.sheets.values()], **quiet)


def _endpoints(gr: Any, endpoints: Endpoints) -> None:  # noqa: ANN401 - the module gradio
    """The four named endpoints; a refusal reaches the caller as one sentence."""

    def sentence(function: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        @wraps(function)
        def call(*args: Any, **kwargs: Any) -> dict[str, Any]:  # noqa: ANN401 - passed on as they come
            try:
                return function(*args, **kwargs)
            except EndpointRefusedError as refusal:
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
        load: Gives the assistant; of its faults the page says that it could not start, the log why.
        host: Address to bind to. 127.0.0.1 keeps the chat on this machine.
        port: Port to bind to.
        hosts: Names other than 127.0.0.1 and localhost under which users reach this server.
        mcp: Whether to serve the endpoints as MCP tools, too.
        figures: JSON file with the figures of the last evaluation run.
        feedback: File for votes with their questions; None stores nothing.

    Raises:
        FeedbackUnwritable: `feedback` cannot be written.
        SystemExit: the port is taken.
    """
    build = partial(build_app, mcp=mcp, figures=figures, feedback=Feedback(feedback))
    run(guarded(load, build, hosts=hosts, mcp=mcp), host, port)
