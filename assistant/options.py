"""The grammar of the command line: commands, options and their defaults. Imports nothing heavy."""

import argparse
import os
from pathlib import Path

from index.paths import CORPUS, HOME


def parser() -> argparse.ArgumentParser:
    """The grammar; a parsed command line has the name of its command as `command`."""
    top = argparse.ArgumentParser(
        prog="waaier", description="Ask a handbook: verbatim answers with citations, offline."
    )
    commands = top.add_subparsers(title="commands", dest="command", required=True, metavar="COMMAND")

    def command(name: str, what: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=what, description=what[0].upper() + what[1:] + ".")
        _add_common(one)
        return one

    _add_ask(command("ask", "answer a question, or a file of questions"))
    _add_lookup(command("lookup", "show the fact sheet of a practice, or all of them"))
    index = command("index", "build the index where it is missing or stale")
    index.add_argument("--rebuild", action="store_true", help="build it even if it is fresh")
    _add_chat(command("chat", "serve the web chat"))
    return top


def _add_common(command: argparse.ArgumentParser) -> None:
    """The options that every command has."""
    shared = command.add_argument_group("handbook and index")
    shared.add_argument(
        "--corpus",
        type=Path,
        default=Path(os.environ.get("WAAIER_CORPUS") or CORPUS),
        metavar="FILE",
        help=f"profile (.toml) or handbook (.txt, .pdf); default {CORPUS}, or WAAIER_CORPUS",
    )
    shared.add_argument(
        "--home",
        type=Path,
        default=Path(os.environ.get("WAAIER_HOME") or HOME),
        metavar="FOLDER",
        help=f"folder of the index; default {HOME}, or WAAIER_HOME",
    )
    shared.add_argument("--encoder", metavar="NAME", help="folder or hub name of another encoder than the shipped one")


def _add_ask(ask: argparse.ArgumentParser) -> None:
    asked = ask.add_mutually_exclusive_group(required=True)
    asked.add_argument("question", nargs="?", type=_text, help="the question, in quotes")
    batch = 'JSON lines {"id", "question"} or {"id", "turns": [{"question"}, ...]}; - reads them from stdin'
    asked.add_argument("--batch", metavar="FILE", help=f"answer a file of {batch}")
    ask.add_argument("--json", action="store_true", help="print the answer object (answer.schema.json)")


def _add_lookup(lookup: argparse.ArgumentParser) -> None:
    lookup.add_argument("name", nargs="?", type=_text, help="a practice, spelled roughly; all where it is left out")
    form = lookup.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print JSON (factsheet.schema.json)")
    form.add_argument("--csv", action="store_true", help="print CSV for a spreadsheet")
    lookup.add_argument("--language", choices=("nl", "en"), default="nl", help="language of the labels (default: nl)")


def _add_chat(chat: argparse.ArgumentParser) -> None:
    chat.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    chat.add_argument("--port", type=_port, default=7860, help="port to listen on (default: 7860)")
    chat.add_argument(
        "--name", action="append", default=[], metavar="HOST", help="name under which others reach it; repeatable"
    )
    chat.add_argument("--mcp", action="store_true", help="serve the endpoints as MCP tools, too")
    chat.add_argument("--open", action="store_true", help="open the chat in the browser")
    chat.add_argument("--feedback", type=Path, metavar="FILE", help="keep votes with their questions in FILE")


def _text(given: str) -> str:
    """`given` as UTF-8, whatever the locale says its bytes are."""
    try:
        return os.fsencode(given).decode("utf-8")
    except UnicodeError:
        raise argparse.ArgumentTypeError("not text in UTF-8") from None


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number
