"""`python -m assistant`: the same as the console command `waaier`."""

import sys

from assistant.cli import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
