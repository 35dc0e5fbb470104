"""Kills builds at random moments and opens the index after each: python -m tests.index.kills CORPUS HOME KILLS SEED.

Prints the number of kills, of kills between which the pointer moved, and of indexes that did not open as they were.
Each build and each opening runs in a process of its own, forked from this one, which has all libraries loaded.
"""

import os
import random
import signal
import sys
import time
from pathlib import Path

import index.build
from index.build import open_index
from tests.index.examples import HashEncoder

BUILDS = 2.5  # a kill falls at most so many times the length of a build after its start


def build_until_killed(corpus: Path, home: Path) -> int:
    """Start a process that builds over and over; its id."""
    child = os.fork()
    if not child:
        while True:
            open_index(corpus, home, rebuild=True)
    return child


def opens(corpus: Path, home: Path, first: bool = False) -> bool:
    """Whether a new process opens the index without a build; with `first`, with one."""
    child = os.fork()
    if not child:
        signal.alarm(20)
        steps: list[str] = []
        open_index(corpus, home, progress=steps.append)
        os._exit(bool(steps) is not first)
    return os.waitpid(child, 0)[1] == 0


def main(corpus: Path, home: Path, kills: int, seed: int) -> None:
    """Build, kill, open; print the counts."""
    vars(index.build)["load_encoder"] = lambda name: HashEncoder()
    rng, moved, broken = random.Random(seed), 0, 0
    began = time.perf_counter()
    assert opens(corpus, home, first=True)
    longest = BUILDS * (time.perf_counter() - began)
    for _ in range(kills):
        before = (home / "current").read_text("utf-8")
        child = build_until_killed(corpus, home)
        time.sleep(rng.uniform(0, longest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        moved += (home / "current").read_text("utf-8") != before
        broken += not opens(corpus, home)
    sys.stdout.write(f"{kills} {moved} {broken}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
