"""The table as a SentenceTransformer folder of safetensors and JSON."""

import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.vectors import Vectors

_MODULES = (
    ("", "sentence_transformers.sentence_transformer.modules.static_embedding.StaticEmbedding"),
    ("1_Normalize", "sentence_transformers.base.modules.normalize.Normalize"),
)
_CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def quantise(rows: Vectors) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return the table as int8 (n_pieces, dim) and the float32 factor of each row; their product is the table.

    The largest number of a row becomes 127, so that no number is off by more than 1/254 of it.
    """
    factors = np.abs(rows).max(axis=1) / 127
    factors[factors == 0] = 1
    return np.rint(rows / factors[:, None]).astype(np.int8), factors.astype(np.float32)


def write_folder(rows: Vectors, tokenizer: Tokenizer, folder: Path) -> int:
    """Write the model and return the bytes of its files; a model card that is there already stays.

    All is written beside the folder first and put in its place last, so that no reader meets half a model.
    """
    beside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "1_Normalize").mkdir(parents=True)
    embeddings, weights = quantise(rows)
    # the layout of model2vec, which StaticEmbedding reads: embeddings[piece] * weights[piece]
    save_file({"embeddings": embeddings, "weights": weights}, beside / "model.safetensors")
    tokenizer.save(str(beside / "tokenizer.json"), pretty=False)
    modules = [{"idx": at, "name": str(at), "path": path, "type": kind} for at, (path, kind) in enumerate(_MODULES)]
    _write_json(beside / "modules.json", modules)
    _write_json(beside / "config_sentence_transformers.json", _CONFIG)
    _write_json(beside / "1_Normalize" / "config.json", {})
    card = folder / "README.md"
    if card.is_file():
        shutil.copy2(card, beside / "README.md")
    _replace(beside, folder)
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _replace(new: Path, folder: Path) -> None:
    old = folder.with_name(f".{folder.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    for path in new.rglob("*.safetensors"):
        path.chmod(0o644)  # safetensors writes for the owner alone
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
