"""One question at a time: python -m benchmarks.ask [--rounds 3] [--home FOLDER].

Prints the time from start to a loaded assistant, then all tuning questions: wall time, and time of the processor,
which others at work on the machine disturb less; of each question the first time and the best of all rounds. Last the
memory. The index is built first where it is missing, so run it twice after a change.
"""

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measure import figures, memory, say, tuning_questions
from index.paths import HOME

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Time of one question")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--home", type=Path, default=HOME)
    options = parser.parse_args()
    assistant = opened(options.home)
    walls: list[float] = []
    cpus: list[float] = []
    for question in tuning_questions() * options.rounds:
        began, busy = time.perf_counter(), time.process_time()
        assistant.ask(question)
        cpus.append((time.process_time() - busy) * 1000)
        walls.append((time.perf_counter() - began) * 1000)
    count = len(walls) // options.rounds
    for name, times in (("wall", walls), ("processor", cpus)):
        by_question = [times[at::count] for at in range(count)]
        say(figures(f"{name}, first time", [rounds[0] for rounds in by_question]))
        say(figures(f"{name}, best of {options.rounds}", [min(rounds) for rounds in by_question]))
    say(f"{count} questions, {options.rounds} rounds; {memory():.0f} MiB")


def opened(home: Path) -> "Assistant":
    """The assistant, its opening measured and printed."""
    began, busy = time.perf_counter(), time.process_time()
    from assistant.assistant import open_assistant  # its import is part of the opening

    steps: list[str] = []
    assistant = open_assistant(home=home, progress=steps.append)
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    say(f"open ({'built' if steps else 'loaded'}): {wall:.2f} s, of the processor {cpu:.2f} s; {memory():.0f} MiB")
    return assistant


if __name__ == "__main__":
    main()
