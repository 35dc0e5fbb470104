"""`python -m eval`: generate answers, score them, and report; `python -m eval --help` lists the commands."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from eval import commands
from eval.questions import PARTS
from index.paths import QUESTIONS
from ingest.errors import WaaierError

COMMANDS = {
    "all": "generate, score and report (the default)",
    "generate": "ask the assistant every question and save its answers and the runs (slow)",
    "score": "score the saved answers and print the figures (fast)",
    "report": "write report.md and report.html from the scored figures",
    "export": "write a BEIR folder with TREC qrels and run",
    "compare": "compare the scored figures with BASELINE; exit 1 where one fell out of its interval or below its goal",
    "publish": "copy the scored figures to eval/baseline.json (tuning) or eval/figures.json (test)",
    "calibrate": "learn on the tuning part when a question counts as not answered by the handbook or as after a list",
    "overlap": "list written questions that are nearly the same as a reference question",
}


def parser() -> argparse.ArgumentParser:
    """The grammar of the command line."""
    lines = "\n".join(f"  {name:9} {what}" for name, what in COMMANDS.items())
    top = argparse.ArgumentParser(
        prog="python -m eval",
        description="Evaluate Waaier on its reference questions.",
        epilog=f"commands:\n{lines}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("command", nargs="?", choices=tuple(COMMANDS), default="all", metavar="COMMAND")
    top.add_argument("baseline", nargs="?", type=Path, metavar="BASELINE", help="figures to compare with")
    top.add_argument("--part", choices=PARTS, default="tuning", help="which reference questions (default: tuning)")
    top.add_argument("--out", type=Path, default=commands.OUT, help=f"folder for output (default: {commands.OUT})")
    return top


def run(command: str, part: str, out: Path, baseline: Path | None) -> str:
    """Run one command; the text that it prints."""
    match command:
        case "all":
            steps = ("generate", "score", "report")
            return "\n\n".join(run(step, part, out, None) for step in steps)
        case "generate":
            from eval.subject import open_subject  # loads the index and the encoder

            return commands.generate(part, out, *open_subject())
        case "export":
            from eval.subject import subject_passages

            return commands.export(part, out, subject_passages())
        case "compare":
            return commands.compare(part, out, baseline)
        case "calibrate":
            from eval.subject import open_subject

            return commands.calibrate(open_subject()[0])
        case "overlap":
            return commands.overlap(QUESTIONS)
        case _:
            step = {"score": commands.print_scores, "report": commands.report, "publish": commands.publish}[command]
            return step(part, out)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status: 0, or 1 with what is wrong on stderr."""
    options = parser().parse_args(arguments)
    try:
        print(run(options.command, options.part, options.out, options.baseline))
    except WaaierError as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
