"""What stands in front of Gradio: closed routes, a nonce content security policy, limits, trusted hosts.

Gradio opens some eighty routes (uploads, files, a proxy, run history, monitoring); the chat needs a dozen. What is not
on the list below is answered with 404 before Gradio sees it. Tests guard both sides: what is open, what must work.
"""

import asyncio
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.faults import log_fault

MAX_BODY: Final = 256 * 1024
"""Largest request body in bytes: a conversation of thirty questions of 2,000 characters fits twice."""
MAX_ADDRESS: Final = 8 * 1024
"""Longest path and query in bytes."""
ENDPOINTS: Final = ("ask", "lookup", "compare", "sources")

_READ: Final = re.compile(
    r"/|/(assets|static)/[\w./@+-]+|/config|/theme\.css|/favicon\.ico|/waaier/[\w.-]+"
    r"|/gradio_api/(info|app_id|queue/data|startup-events|heartbeat/[a-z0-9]{1,64})"
    rf"|/gradio_api/call/({'|'.join(ENDPOINTS)})/[a-f0-9]{{32}}"
)
_WRITE: Final = re.compile(rf"/gradio_api/(queue/join|cancel|call/(v2/)?({'|'.join(ENDPOINTS)}))/?")
_MCP: Final = re.compile(r"/gradio_api/mcp/?")

_HEADERS: Final = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True, slots=True)
class Policy:
    """What the server admits: `hosts` the names it answers to, `mcp` whether the MCP route is open."""

    hosts: frozenset[str] = frozenset({"127.0.0.1", "localhost", "[::1]"})
    mcp: bool = False
    max_body: int = MAX_BODY

    def admits(self, method: str, path: str) -> bool:
        """Whether the page or an endpoint needs this route."""
        if self.mcp and _MCP.fullmatch(path):
            return method in ("GET", "POST", "DELETE")
        if method in ("GET", "HEAD"):
            return ".." not in path and bool(_READ.fullmatch(path))
        return method == "POST" and bool(_WRITE.fullmatch(path))


def content_policy(nonce: str) -> str:
    """The content security policy: scripts of this server with the nonce of this page, nothing from elsewhere.

    Styles need 'unsafe-inline': Gradio sets style attributes. There is no 'unsafe-eval'.
    """
    return (
        f"default-src 'none'; script-src 'self' 'nonce-{nonce}'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; "
        "form-action 'none'; frame-ancestors 'none'; object-src 'none'"
    )


class Guard:
    """ASGI middleware that applies a `Policy`, and makes each HTML page ready to show (`Page`)."""

    def __init__(self, app: ASGIApp, policy: Policy, dress: "Dress") -> None:
        self.app = app
        self._policy = policy
        self._dress = dress
        self._closing = asyncio.Event()

    def close(self) -> None:
        """End the streams that open pages hold, so that the server can stop."""
        self._closing.set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse or pass on one request."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            refusal = self._refusal(scope)
            limited = _limited(receive, self._policy.max_body, self._closing)
            outward = _Outward(send, self._dress, scope)
            if refusal:
                await refusal(scope, receive, outward)
            else:
                await self._pass(_without_compression(scope), limited, outward)
        else:
            await send({"type": "websocket.close", "code": 1008})

    async def _pass(self, scope: Scope, receive: Receive, send: "_Outward") -> None:
        """Let the app answer. What it cannot even read is the caller's fault, and never written to the log in words."""
        try:
            await self.app(scope, receive, send)
        except Exception as fault:  # the edge: Gradio raises on bodies that it does not expect
            log_fault("a request failed", fault)
            if not send.begun:
                await PlainTextResponse("Bad request.", 400)(scope, receive, send)
        if send.begun and not send.ended:
            await send({"type": "http.response.body", "body": b""})

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        name = host if host.endswith("]") else host.rsplit(":", 1)[0]
        if name.lower() not in self._policy.hosts:
            return PlainTextResponse("Unknown host.", 400)
        if not self._policy.admits(scope["method"], scope["path"]):
            return PlainTextResponse("Not found.", 404)
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > MAX_ADDRESS:
            return PlainTextResponse("Address too long.", 414)
        origin = headers.get("origin", "")
        if scope["method"] == "POST" and origin and origin.partition("://")[2] != host:
            return PlainTextResponse("Foreign origin.", 403)
        length = headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > self._policy.max_body:
            return PlainTextResponse("Request too large.", 413)
        return None


def _without_compression(scope: Scope) -> Scope:
    """The request for a page without `Accept-Encoding`: a compressed page could not be given its nonce."""
    if scope["path"] != "/":
        return scope
    return {**scope, "headers": [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]}


def _limited(receive: Receive, most: int, closing: asyncio.Event) -> Receive:
    """`receive`, ending the request once its body is longer than `most` bytes (its stated length can be a lie).

    It ends, too, when the server closes: an open page waits in its stream for as long as there is no message.
    """
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        arriving = asyncio.ensure_future(receive())
        ending = asyncio.ensure_future(closing.wait())
        try:
            await asyncio.wait((arriving, ending), return_when=asyncio.FIRST_COMPLETED)
            if not arriving.done():
                return {"type": "http.disconnect"}
            message = arriving.result()
        finally:
            arriving.cancel()
            ending.cancel()
        seen += len(message.get("body", b""))
        return {"type": "http.disconnect"} if seen > most else message

    return counted


class Dress:
    """What a page gets on its way out: `lang`, the nonce, our style sheet and script; Gradio's addresses go."""

    def __init__(self, head: str, body: Mapping[str, str]) -> None:
        self._head = head
        self._body = body

    def page(self, html: str, nonce: str, language: str) -> str:
        """`html` made ready to show in `language`."""
        html = re.sub(r'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>', "", html)
        html = re.sub(r'<link rel="manifest"[^>]*>', "", html)
        html = re.sub(r"<html\s+lang=\"\w*\"", f'<html lang="{language}"', html, count=1)
        html = html.replace("</head>", f"{self._head}</head>", 1)
        html = re.sub(r"<script(?=[\s>])", f'<script nonce="{nonce}"', html)
        if "<gradio-app" in html:
            html = re.sub(r"(<body[^>]*>)", lambda m: m[1] + self._body[language], html, count=1)
        return html


class _Outward:
    """`send` with the security headers; HTML is held back until it is whole and dressed."""

    def __init__(self, send: Send, dress: Dress, scope: Scope) -> None:
        self._send = send
        self._dress = dress
        self._nonce = secrets.token_urlsafe(18)
        self._language = "en" if b"taal=en" in scope["query_string"].split(b"&") else "nl"
        self._lasting = scope["path"].startswith(("/assets/", "/static/"))
        self._start: Message | None = None
        self._body = b""
        self._reading = scope["method"] in ("GET", "HEAD")
        self.begun = self.ended = False

    async def __call__(self, message: Message) -> None:
        self.ended = message["type"] == "http.response.body" and not message.get("more_body")
        if message["type"] == "http.response.start":
            self.begun = True
            if message["status"] == 500 and not self._reading:
                message["status"] = 400
            headers = MutableHeaders(raw=message["headers"])
            for name, value in _HEADERS.items():
                headers[name] = value
            headers["content-security-policy"] = content_policy(self._nonce)
            del headers["server"]
            if "text/html" in headers.get("content-type", ""):
                headers["cache-control"] = "no-store"
                self._start = message
                return
            headers.setdefault("cache-control", "max-age=86400" if self._lasting else "no-store")
            await self._send(message)
        elif self._start is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                await self._finish()

    async def _finish(self) -> None:
        assert self._start is not None
        body = self._dress.page(self._body.decode("utf-8"), self._nonce, self._language).encode("utf-8")
        MutableHeaders(raw=self._start["headers"])["content-length"] = str(len(body))
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
