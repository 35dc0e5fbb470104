"""The command line `waaier`: ask, look up, index, chat.

Modules that load numpy, the index or Gradio are imported by the commands that need them, so `--help` is immediate.
"""

import argparse
import io
import json
import os
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.messages import say
from assistant.options import parser
from ingest.errors import WaaierError

if TYPE_CHECKING:
    from assistant.assistant import Assistant

FIGURES = Path("eval/figures.json")
"""Figures of the last evaluation, shown by the chat where they are at hand."""

OK, FAULT, INTERRUPTED, PIPE_CLOSED = 0, 1, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; its exit status.

    0 done; 1 a fault, with one line on stderr; 2 a usage error; 130 interrupted; 141 the reader of the output has gone.
    """
    _use_utf8()
    try:
        options = parser().parse_args(arguments)
        status = COMMANDS[options.command](options)
        sys.stdout.flush()
    except WaaierError as fault:
        return _complain(str(fault))
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the flush at exit fails once more
        return PIPE_CLOSED if isinstance(fault, BrokenPipeError) else _complain(str(fault))
    return status


def _open(options: argparse.Namespace) -> "Assistant":
    """The assistant over the handbook and index that the options name; a first build is shown on a terminal."""
    from assistant.assistant import open_assistant

    def progress(step: str) -> None:
        if sys.stderr.isatty():
            print(_building(step), file=sys.stderr)

    return open_assistant(options.corpus, options.home, encoder=options.encoder, progress=progress)


def _ask(options: argparse.Namespace) -> int:
    if options.batch is not None:
        return _batch(options)
    from assistant.terminal import answer_text, style_of

    assistant = _open(options)
    answer = assistant.ask(options.question)
    print(_json(answer.as_json()) if options.json else answer_text(answer, assistant.section, style_of(sys.stdout)))
    return OK


def _batch(options: argparse.Namespace) -> int:
    """Answer a batch line by line; a line that is no question, or fails, is told on stderr and the rest goes on."""
    from assistant.batch import Entry, answer_entry, read_entries

    status, where = OK, "stdin" if options.batch == "-" else options.batch
    with _lines(options.batch) as lines:
        assistant = _open(options)
        for entry in read_entries(lines):
            if not isinstance(entry, Entry):
                status = _complain(f"{where}, {entry}")
                continue
            try:
                answered = answer_entry(assistant, entry)
            except Exception:  # the edge: one question that fails must not cost the others
                traceback.print_exc()
                status = _complain(f"{where}: '{entry.id}' was not answered, by a fault of the program (above).")
                continue
            print(json.dumps(answered, ensure_ascii=False), flush=True)
    return status


@contextmanager
def _lines(batch: str) -> Iterator[Iterator[bytes]]:
    """The lines of a batch file, or of stdin."""
    if batch == "-":
        yield iter(sys.stdin.buffer.readline, b"")
        return
    try:
        file = Path(batch).open("rb")  # noqa: SIM115 - closed below; a fault while answering is none of opening
    except OSError as fault:
        raise WaaierError(f"{batch}: the batch cannot be read ({fault.strerror}). Name a file of JSON lines.") from None
    with file:
        yield iter(file.readline, b"")


def _lookup(options: argparse.Namespace) -> int:
    from assistant.tables import sheet_as_json, sheets_as_csv
    from assistant.terminal import overview_text, sheet_text, style_of

    if options.name is None:
        from ingest.handbook import read_handbook

        sheets = read_handbook(options.corpus).fact_sheets
    else:
        sheets = (_open(options).lookup(options.name),)
    if options.csv:
        print(sheets_as_csv(sheets, options.language), end="")
    elif options.json:
        found = [sheet_as_json(sheet) for sheet in sheets]
        print(_json(found if options.name is None else found[0]))
    elif options.name is None:
        print(overview_text(sheets, options.language, style_of(sys.stdout)))
    else:
        print(sheet_text(sheets[0], options.language, style_of(sys.stdout)))
    return OK


def _index(options: argparse.Namespace) -> int:
    """Build or check the index; say where it is and what is in it."""
    from index.build import open_index

    steps: list[str] = []

    def progress(step: str) -> None:
        steps.append(step)
        print(_building(step), file=sys.stderr, flush=True)

    index = open_index(
        options.corpus, options.home, encoder=options.encoder, rebuild=options.rebuild, progress=progress
    )
    print(say("cli_index_built" if steps else "cli_index_fresh", folder=options.home))
    print(
        say(
            "cli_index_counts",
            sections=len(index.handbook.sections),
            passages=len(index.handbook.chunks),
            sheets=len(index.handbook.fact_sheets),
            questions=len(index.places),
            encoder=index.encoder.name,
        )
    )
    return OK


def _building(step: str) -> str:
    """What a build is doing."""
    return say("cli_building", step=say(f"cli_step_{step}"))


def _chat(options: argparse.Namespace) -> int:
    from assistant.serving import check_port, open_when_up, page_address

    check_port(options.host, options.port)
    from assistant.app import serve

    address = page_address(options.host, options.port)
    print(say("cli_chat_at", url=address), flush=True)
    if options.open:
        open_when_up(options.host, options.port)
    serve(
        lambda: _open(options),
        host=options.host,
        port=options.port,
        mcp=options.mcp,
        hosts=tuple(options.name),
        figures=FIGURES if FIGURES.is_file() else None,
        feedback=options.feedback,
    )
    return OK


def _json(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, indent=2)


def _complain(message: str) -> int:
    """One line on stderr."""
    from assistant.terminal import printable

    print(f"waaier: {' '.join(printable(message).split())}", file=sys.stderr, flush=True)
    return FAULT


def _use_utf8() -> None:
    """Write UTF-8 with bare newlines wherever the output goes to a file or a pipe; a terminal keeps its encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")


COMMANDS = {"ask": _ask, "lookup": _lookup, "index": _index, "chat": _chat}
