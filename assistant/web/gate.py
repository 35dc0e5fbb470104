"""The server while it starts and after: a page that says what is loading, then the app; and our own few routes.

The page answers as soon as the port is open. Model, index and Gradio are loaded in a thread behind it.
"""

import asyncio
import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from assistant.messages import say
from assistant.schema import Language
from assistant.web.downloads import csv_download, vcard_download
from assistant.web.faults import log_fault
from assistant.web.library import Library
from assistant.web.markup import EMPTY, element
from ingest.errors import WaaierError

_LOG: Final = logging.getLogger("waaier.web")
STATIC: Final = Path(__file__).parent / "static"
_TYPES: Final = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass(slots=True)
class Loading:
    """How far the start is: `step` is the key of what is being loaded, `failed` whether that went wrong."""

    step: str = "web_loading_index"
    failed: bool = False
    ready: bool = False
    since: float = 0.0


class Gate:
    """ASGI application: the loading page until the app is built, then that app.

    `load` gives the assistant and may take long; `build` makes the app around it. Both run in one thread, for which the
    end of the server does not wait.
    """

    def __init__(self, load: Callable[[], Library], build: Callable[[Library], Starlette]) -> None:
        self._load = load
        self._build = build
        self._inner: Starlette | None = None
        self._library: Library | None = None
        self._closing = asyncio.Event()
        self.loading = Loading()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or run the start and the end of the server."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["path"].startswith("/waaier/") or scope["path"] == "/favicon.ico":
            await self._own(Request(scope, receive))(scope, receive, send)
        elif self._inner is not None:
            await self._inner(scope, receive, send)
        else:
            await self._waiting(Request(scope, receive))(scope, receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        await receive()
        task = asyncio.create_task(self._run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._closing.set()
        await task
        await send({"type": "lifespan.shutdown.complete"})

    async def _run(self) -> None:
        """Load in a thread, open the app, keep it open until the server stops."""
        self.loading.since = time.monotonic()
        app = await self._prepared()
        if app is None:
            return
        try:
            async with app.router.lifespan_context(app):
                self._inner = app
                self.loading.ready = True
                _LOG.info("ready after %.1f s", time.monotonic() - self.loading.since)
                await self._closing.wait()
        except Exception as fault:  # the edge, as in `_prepare`
            self.loading.failed = True
            log_fault("the app failed", fault)

    async def _prepared(self) -> Starlette | None:
        """The app once it is made; None where it cannot be made, or the server stops before."""
        loop = asyncio.get_running_loop()
        made: asyncio.Future[Starlette | None] = loop.create_future()

        def prepare() -> None:
            app = self._prepare()
            with suppress(RuntimeError):  # the server has stopped, and its loop with it
                loop.call_soon_threadsafe(made.set_result, app)

        # A thread of its own: those of `asyncio.to_thread` are waited for at the end, and loading cannot be broken off.
        threading.Thread(target=prepare, name="load", daemon=True).start()
        closing = asyncio.ensure_future(self._closing.wait())
        await asyncio.wait((made, closing), return_when=asyncio.FIRST_COMPLETED)
        closing.cancel()
        return made.result() if made.done() else None

    def _prepare(self) -> Starlette | None:
        try:
            self._library = self._load()
            self.loading.step = "web_loading_page"
            return self._build(self._library)
        except WaaierError as fault:
            self.loading.failed = True
            _LOG.error("cannot start: %s", fault)
        except Exception as fault:  # the edge: the page says that the start failed, the log why
            self.loading.failed = True
            log_fault("cannot start", fault)
        return None

    def _own(self, request: Request) -> Response:
        """Style sheet, script, state of loading, downloads."""
        name = request.url.path.rsplit("/", 1)[-1]
        if name == "status":
            state = {"ready": self.loading.ready, "failed": self.loading.failed, "step": self.loading.step}
            return JSONResponse(state)
        name = "favicon.svg" if name == "favicon.ico" else name
        if name in {path.name for path in STATIC.iterdir()}:
            return FileResponse(
                STATIC / name, media_type=_TYPES[Path(name).suffix], headers={"cache-control": "no-cache"}
            )
        if self._library is not None and name.endswith(".csv"):
            return csv_download(self._library, request.query_params)
        if self._library is not None and name.endswith(".vcf"):
            return vcard_download(self._library, request.query_params)
        return PlainTextResponse("Not found.", 404)

    def _waiting(self, request: Request) -> Response:
        if request.url.path != "/":
            return JSONResponse({"error": say("web_loading")}, 503, {"retry-after": "2"})
        language: Language = "en" if request.query_params.get("taal") == "en" else "nl"
        page = loading_page(self.loading, language)
        return HTMLResponse(page, 503, {"retry-after": "2"})


def loading_page(loading: Loading, language: Language) -> str:
    """The page that users see while the server starts, or where it could not."""
    if loading.failed:
        words = element("p", say("web_start_failed", language), role="alert")
        body = [element("h1", say("web_start_failed_title", language)), words]
    else:
        steps = [element("p", say(loading.step, language), id="stap"), element("p", say("web_loading_wait", language))]
        bar = element("div", element("span", ""), class_="w-balk", aria_hidden="true")
        body = [
            element("h1", say("web_loading", language)),
            bar,
            element("div", *steps, role="status", aria_live="polite"),
        ]
    script = EMPTY if loading.failed else element("script", src="waaier/laden.js", defer=True)
    viewport = element("meta", name="viewport", content="width=device-width, initial-scale=1")
    head = element("head", element("meta", charset="utf-8"), viewport, element("title", "Waaier"), script)
    whole = element("html", head, element("body", element("main", *body), class_="w-laden"), lang=language)
    return f"<!doctype html>{whole}"
