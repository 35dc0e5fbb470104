"""An encoder without a model, and the invented handbook with written questions, for the tests of the index."""

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.build import SearchIndex
from index.retrieve import Retriever
from index.terms import words
from ingest.document import Chunk
from tests.conftest import DATA

QUESTIONS = (
    ("Hoe vaak kookt een buurtkeuken?", "kookt wekelijks voor de straat", "concept/buurtkeuken"),
    ("Waar komt het eten vandaan?", "ingrediënten komen van winkels en moestuinen", "concept/buurtkeuken"),
    ("Wat is een leertuin?", "een moestuin waar mensen leren telen", "concept/leertuin"),
    ("Wie betaalt de huur van de Pollepel?", "De gemeente Veere betaalt de huur", "practice/pollepel/financien"),
    ("Wat kost een maaltijd?", "Eters betalen 3 euro", "practice/pollepel/financien"),
    ("What does a meal cost?", "Eters betalen 3 euro", "practice/pollepel/financien"),
    ("Waarom mopperen de buren?", "de buren ruiken het", "practice/pollepel/belemmeringen"),
    ("Welke groep kookt er?", "Werk met een vaste ploeg van zes", "lesson/buurtkeuken/mensen"),
)


class HashEncoder:
    """A vector is the sum of one random vector a word: the same for the same words, whatever the machine."""

    dim = 16

    def __init__(self, name: str = "hash") -> None:
        self.name = name
        self.fingerprint = hashlib.sha256(name.encode()).hexdigest()

    def encode_query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.zeros((len(texts), self.dim), np.float32)
        for row, text in enumerate(texts):
            for word in words(text):
                seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big")
                vectors[row] += np.random.default_rng(seed).standard_normal(self.dim).astype(np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        np.divide(vectors, norms, out=vectors, where=norms > 0)
        return vectors

    encode_document = encode_query


def ranked(index: SearchIndex, query: str) -> list[Chunk]:
    """All passages by the three legs alone, best first."""
    scores = Retriever(index).score(query).fused()
    return [index.handbook.chunks[at] for at in np.argsort(-scores, kind="stable")]


def question_lines(questions: Sequence[tuple[str, str, str]] = QUESTIONS) -> str:
    """Written questions as a file holds them."""
    entries = [{"question": q, "lang": "nl", "quote": quote, "section": s} for q, quote, s in questions]
    return "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)


def mini_corpus(folder: Path, questions: str | None = question_lines()) -> Path:
    """A copy of the invented handbook's files in `folder`, with written questions unless None; its profile."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("mini.txt", "mini.facts.toml"):
        shutil.copy(DATA / name, folder)
    profile = (DATA / "mini.toml").read_text("utf-8")
    if questions is not None:
        (folder / "mini.questions.jsonl").write_text(questions, "utf-8")
        profile = f'questions = "mini.questions.jsonl"\n{profile}'
    (folder / "mini.toml").write_text(profile, "utf-8")
    return folder / "mini.toml"
