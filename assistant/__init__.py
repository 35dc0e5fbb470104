"""Question to cited answer: understanding, ranking, composing, and the edges: command line and web chat."""
