"""The server: guard, loading page and app together, and the socket they listen on."""

import socket
from collections.abc import Callable
from typing import Final

from starlette.applications import Starlette
from uvicorn import Config, Server

from assistant.web.gate import Gate
from assistant.web.library import Library
from assistant.web.security import Guard, Policy
from assistant.web.shell import DRESS

ENVIRONMENT: Final = {
    # Gradio reads these when it is imported or a queue is made. Without them its server looks up two hosts at the
    # start, and every event is added to a table that slows all later ones down.
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
    "GRADIO_ANALYTICS_MAX_EVENTS": "50",
    "HF_HUB_OFFLINE": "1",
}
"""What the environment must hold before Gradio is imported."""


def guarded(
    load: Callable[[], Library],
    build: Callable[[Library], Starlette],
    *,
    hosts: tuple[str, ...] = (),
    mcp: bool = False,
) -> Guard:
    """All of the server but its socket. `hosts` are names besides 127.0.0.1 and localhost; `mcp` opens its route."""
    policy = Policy(hosts=Policy().hosts | {name.lower() for name in hosts}, mcp=mcp)
    return Guard(Gate(load, build), policy, DRESS)


class ChatServer(Server):
    """A server that ends the streams of open pages when it stops; else it would wait until they are closed."""

    def __init__(self, guard: Guard, host: str, port: int) -> None:
        # There is no access log: it would write the question of a link down.
        quiet = Config(
            guard,
            host=host,
            port=port,
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        super().__init__(quiet)
        self._guard = guard

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, as uvicorn does, after the open streams."""
        self._guard.close()
        await super().shutdown(sockets)


def run(guard: Guard, host: str, port: int) -> None:
    """Serve `guard` until it is interrupted.

    Raises:
        SystemExit: the port is taken.
    """
    ChatServer(guard, host, port).run()
