"""Many at once on one assistant: python -m benchmarks.load [--threads 50] [--questions 500] [--repeat 4].

Each thread asks tuning questions, one after the other, without the web chat in between. Prints questions a second, the
times and the memory after each repeat: a figure that falls, or memory that grows, from repeat to repeat is a leak.
"""

import argparse
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from pathlib import Path

from assistant.assistant import open_assistant
from benchmarks.measure import figures, memory, say, tuning_questions
from index.paths import HOME


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Questions of many at once")
    parser.add_argument("--threads", type=int, default=50)
    parser.add_argument("--questions", type=int, default=500)
    parser.add_argument("--repeat", type=int, default=4)
    parser.add_argument("--home", type=Path, default=HOME)
    options = parser.parse_args()
    assistant = open_assistant(home=options.home)

    def ask(question: str) -> float:
        began = time.perf_counter()
        assistant.ask(question)
        return (time.perf_counter() - began) * 1000

    asked = list(islice(cycle(tuning_questions()), options.questions))
    for number in range(1, options.repeat + 1):
        began = time.perf_counter()
        with ThreadPoolExecutor(options.threads) as pool:
            times = list(pool.map(ask, asked))
        rate = len(times) / (time.perf_counter() - began)
        say(figures(f"repeat {number}: {rate:6.1f} a second", times) + f"{memory():.0f} MiB")


if __name__ == "__main__":
    main()
