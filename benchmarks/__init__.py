"""Speed and load, measured by hand on the real handbook; no test waits for a clock. See each module's first lines."""
