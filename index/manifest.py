"""The manifest of an index: what it was built from, by whom, and the checksums of its files."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

from index.encode import Encoder
from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.terms import STEMMER
from ingest.chunk import ChunkOptions

FORMAT = 1
NAME = "manifest.json"
_LIBRARIES = ("bm25s", "faiss-cpu", "numpy", "pystemmer")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is made of; two equal manifests (but for `files`) mean that the index need not be built again.

    `corpus` is the SHA-256 over the handbook and all files of its profile; `files` maps each file of the index to its
    SHA-256.
    """

    format: int
    corpus: str
    encoder: str
    encoder_sha256: str
    dim: int
    chunks: dict[str, int]
    stemmer: str
    libraries: dict[str, str]
    files: dict[str, str]


def describe(corpus: Iterable[Path], encoder: Encoder, options: ChunkOptions) -> Manifest:
    """The manifest of an index built now from the files of `corpus`, without its own files."""
    return Manifest(
        format=FORMAT,
        corpus=_checksum(corpus),
        encoder=encoder.name,
        encoder_sha256=encoder.fingerprint,
        dim=encoder.dim,
        chunks=asdict(options),
        stemmer=STEMMER,
        libraries={name: metadata.version(name) for name in _LIBRARIES},
        files={},
    )


def _checksum(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file under `folder` but the manifest, by its path from there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != NAME)
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` with the checksums of the files that stand in `folder`."""
    body = asdict(manifest) | {"files": checksums(folder)}
    (folder / NAME).write_text(json.dumps(body, indent=2) + "\n", "utf-8")


def verify(folder: Path, expected: Manifest) -> None:
    """Check that the index in `folder` is whole and was built as `expected` says.

    Raises:
        IndexMissing, IndexDamaged, IndexStale.
    """
    try:
        body = json.loads((folder / NAME).read_text("utf-8"))
        files = body.pop("files")
    except FileNotFoundError:
        raise IndexMissing(f"{folder}: there is no index yet. Build it with: waaier index") from None
    except (OSError, ValueError, KeyError, AttributeError):
        raise IndexDamaged(f"{folder}: the index is damaged. Build it anew with: waaier index") from None
    if files != checksums(folder):
        raise IndexDamaged(f"{folder}: files of the index are damaged. Build it anew with: waaier index")
    wanted = asdict(expected)
    wanted.pop("files")
    if body != wanted:
        differ = ", ".join(sorted(key for key in wanted if body.get(key) != wanted[key]))
        raise IndexStale(f"{folder}: the index is out of date ({differ}). Build it anew with: waaier index")
