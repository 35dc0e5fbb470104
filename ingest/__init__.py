"""From a handbook file to sections, chunks and fact sheets, each with its place in the text."""
