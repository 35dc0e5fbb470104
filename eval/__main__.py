"""`python -m eval`: generate, score and report; see `python -m eval --help`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import commands
from eval.questions import PARTS
from ingest.errors import WaaierError


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="python -m eval", description="Evaluate Waaier on the reference questions.")
    top.add_argument("--part", choices=PARTS, default="tuning", help="which reference questions (default: tuning)")
    top.add_argument("--out", type=Path, default=commands.OUT, help=f"where output goes (default: {commands.OUT})")
    top.add_argument("command", nargs="?", choices=tuple(COMMANDS), default="all", help="default: all")
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0, or 1 with one line on stderr."""
    options = parser().parse_args(arguments)
    try:
        print(COMMANDS[options.command](options.part, options.out))
    except WaaierError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


COMMANDS = {"score": commands.score_and_print, "all": commands.score_and_print}

if __name__ == "__main__":
    sys.exit(main())
