"""Many users at once over the page's own queue: `python -m tests.assistant.web.load [--requests 8000] [--real]`.

Each request is a new user: a new session, a question, its answer through the event stream. Prints, for each thousand
requests, errors, requests a second, p50 and p99 in ms, and the server's memory; exits with 1 on any error.
"""

import argparse
import asyncio
import json
import subprocess
import sys
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.assistant.web.conftest import free_port

SERVERS = {
    False: "from tests.assistant.web.fake import FakeAssistant as load; FIGURES = None",
    True: "from assistant.assistant import open_assistant as load; from assistant.cli import FIGURES",
}
QUESTIONS = {
    False: ("Vertel over De Vuurtoren", "Wie betaalt de zorg bij Hof van Eden?", "Hoe hoog is de Eiffeltoren?"),
    True: (
        "Wie betaalt de zorg bij Lieven?",
        "Welke voorbeelden zijn er voor jongeren?",
        "Hoe hoog is de Eiffeltoren?",
    ),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """One round: times in ms, memory in MB (resident, of the server's process)."""

    requests: int
    errors: int
    per_second: float
    p50: float
    p99: float
    memory: float

    def __str__(self) -> str:
        return (
            f"{self.requests} requests: {self.errors} errors, {self.per_second:.0f}/s, p50 {self.p50:.0f} ms, "
            f"p99 {self.p99:.0f} ms, {self.memory:.0f} MB"
        )


def start(real: bool) -> tuple[subprocess.Popen[bytes], str]:
    """A server in a process of its own, ready to answer."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{SERVERS[real]}\nfrom assistant.app import serve\nserve(load, port={port}, figures=FIGURES)",
        ]
    )
    url = f"http://127.0.0.1:{port}/"
    for _ in range(1200):
        if process.poll() is not None:
            raise RuntimeError("the server stopped at its start")
        try:
            if httpx.get(f"{url}waaier/status").json()["ready"]:
                return process, url
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    process.kill()
    raise TimeoutError("the server was not ready within two minutes")


def memory(process: int) -> float:
    """Resident memory of a process in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def event_of(url: str) -> int:
    """Number of the event that a question in the page's box triggers: its first one."""
    config: dict[str, Any] = httpx.get(f"{url}config").json()
    return next(int(one["id"]) for one in config["dependencies"] if any(t[1] == "submit" for t in one["targets"]))


async def ask(client: httpx.AsyncClient, event: int, question: str) -> float:
    """Ask as a new user does; gives the time in ms, raises where the answer did not come."""
    began = time.perf_counter()
    session = uuid.uuid4().hex
    body = {"data": [question, None, {}], "fn_index": event, "session_hash": session}
    joined = await client.post("gradio_api/queue/join", json=body)
    joined.raise_for_status()
    async with client.stream("GET", "gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            if line.startswith("data:") and (message := json.loads(line[5:]))["msg"] == "process_completed":
                if not message["success"] or "w-antwoord" not in str(message["output"]):
                    raise RuntimeError("no answer")
                return (time.perf_counter() - began) * 1000
    raise RuntimeError("the stream ended early")


async def fire(url: str, requests: int, users: int, process: int, real: bool = False) -> Figures:
    """So many requests by so many users at once."""
    times: list[float] = []
    errors = 0
    event = event_of(url)
    places = asyncio.Semaphore(users)
    limits = httpx.Limits(max_connections=users * 2)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:

        async def one(number: int) -> None:
            nonlocal errors
            async with places:
                try:
                    times.append(await ask(client, event, QUESTIONS[real][number % 3]))
                except (httpx.HTTPError, RuntimeError):
                    errors += 1

        began = time.perf_counter()
        await asyncio.gather(*(one(number) for number in range(requests)))
        took = time.perf_counter() - began
    times.sort()
    at = [times[int(len(times) * share)] if times else 0.0 for share in (0.5, 0.99)]
    return Figures(requests, errors, requests / took, at[0], at[1], memory(process))


def main(arguments: list[str] | None = None) -> int:
    """Run the rounds and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=8000)
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--real", action="store_true", help="the real handbook instead of the invented one")
    chosen = parser.parse_args(arguments)
    process, url = start(chosen.real)
    failed = 0
    try:
        for _ in range(max(chosen.requests // 1000, 1)):
            figures = asyncio.run(fire(url, min(chosen.requests, 1000), chosen.users, process.pid, chosen.real))
            failed += figures.errors
            sys.stdout.write(f"{figures}\n")
    finally:
        process.terminate()
        process.wait(20)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
