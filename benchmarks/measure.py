"""What the measurements share: the tuning questions, the memory in use, and a line of figures."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

TUNING = Path("eval/reference/tuning.questions.jsonl")
"""The questions that are asked, from the folder in which the program is started."""


def tuning_questions() -> list[str]:
    """The questions of the tuning part, in the order of the file."""
    return [json.loads(line)["question"] for line in TUNING.read_text("utf-8").splitlines()]


def memory() -> float:
    """Most memory that this process has had in use so far, in MiB (Linux and macOS)."""
    import resource  # not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform == "linux" else most / 1024**2


def figures(name: str, milliseconds: Sequence[float]) -> str:
    """One line: median, 95th and 99th percentile and the longest, in milliseconds."""
    at = np.percentile(milliseconds, [50, 95, 99, 100])
    return f"{name:<28}" + "".join(f"{label} {value:7.2f} ms  " for label, value in zip(_LABELS, at, strict=True))


_LABELS = ("median", "p95", "p99", "max")


def say(line: str) -> None:
    """Write one line of figures."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
