"""What `waaier chat` does around the server: is the port free, and the page in the browser once it is up."""

import socket
import threading
import time
import webbrowser
from typing import Final

from ingest.errors import WaaierError

_EVERY: Final = 0.2
_LONGEST: Final = 60.0
_ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}


class PortTaken(WaaierError):  # noqa: N818 - errors are named by the situation in which they happen
    """The address cannot be listened on."""


def check_port(host: str, port: int) -> None:
    """See whether `host`:`port` can be listened on.

    Raises:
        PortTaken: another program listens there, or it is no address of this machine.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        reason = fault.strerror or str(fault)
        raise PortTaken(
            f"{host}:{port} cannot be listened on ({reason}). Name another with --host or --port."
        ) from None


def page_address(host: str, port: int) -> str:
    """The address of the page, as a browser on this machine reaches it."""
    name = _ANYWHERE.get(host, host)
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


def open_when_up(host: str, port: int) -> threading.Thread:
    """Open the page in the browser as soon as the server answers; give up after a minute."""
    thread = threading.Thread(target=_open, args=(host, port), name="open-browser", daemon=True)
    thread.start()
    return thread


def _open(host: str, port: int) -> None:
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        try:
            with socket.create_connection((_ANYWHERE.get(host, host), port), timeout=1):
                webbrowser.open(page_address(host, port))
                return
        except OSError:
            time.sleep(_EVERY)
