"""Where files stand by default, from the folder in which the program is started. Imports nothing heavy."""

from pathlib import Path

CORPUS = Path("corpus/handbook.toml")
"""Profile of the handbook."""
QUESTIONS = Path("corpus/questions.jsonl")
"""Its written questions."""
HOME = Path(".waaier/index")
"""Folder of the index."""
