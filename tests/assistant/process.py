"""The command line as a process of its own."""

import os
import subprocess
import sys

from tests.conftest import ROOT


def waaier(
    *arguments: str, stdin: str | bytes = b"", timeout: float = 60, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run `waaier` in the checkout; its exit status and what it printed."""
    given = stdin.encode("utf-8") if isinstance(stdin, str) else stdin
    done = subprocess.run(
        [sys.executable, "-m", "assistant", *arguments],
        input=given,
        capture_output=True,
        timeout=timeout,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        check=False,
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )
