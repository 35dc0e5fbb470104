"""The manifest of an index: what it was built from, by what, and the checksums of its files."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from index.encode import Encoder
from index.errors import IndexDamaged, IndexMissing, IndexStale
from index.terms import STEMMER
from ingest.chunk import ChunkOptions
from ingest.errors import ProfileError
from ingest.handbook import Handbook

FORMAT = 4
NAME = "manifest.json"
_LIBRARIES = ("bm25s", "faiss-cpu", "numpy", "pystemmer")
_CODE = (
    "build.py",
    "names.py",
    "parts.py",
    "questions.py",
    "store.py",
    "terms.py",
    "wording.py",
    "stopwords.txt",
    "places.txt",
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index is made of; two equal manifests (but for `files`) mean that the index need not be built again.

    `corpus` is the SHA-256 over the handbook and all files of its profile; `passages` that over sections and chunks as
    ingest gives them, so that positions in the index are those of the chunks; `code` that over the modules which decide
    what is stored; `files` maps each file of the index to its SHA-256.
    """

    format: int
    corpus: str
    passages: str
    encoder: str
    encoder_sha256: str
    dim: int
    chunks: dict[str, int]
    stemmer: str
    code: str
    libraries: dict[str, str]
    files: dict[str, str]


def describe(corpus: Iterable[Path], handbook: Handbook, encoder: Encoder, options: ChunkOptions) -> Manifest:
    """The manifest of an index of `handbook` built now from the files of `corpus`, without its own files.

    Raises:
        ProfileError: a file of the corpus cannot be read.
    """
    return Manifest(
        format=FORMAT,
        corpus=_corpus_checksum(corpus),
        passages=_passages_checksum(handbook),
        encoder=encoder.name,
        encoder_sha256=encoder.fingerprint,
        dim=encoder.dim,
        chunks=asdict(options),
        stemmer=STEMMER,
        code=_code_checksum(),
        libraries={name: metadata.version(name) for name in _LIBRARIES},
        files={},
    )


def _corpus_checksum(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as fault:
            reason = fault.strerror or fault
            raise ProfileError(f"{path}: cannot be read ({reason}). Correct its name in the profile.") from None
        digest.update(f"{path.name}\0".encode() + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _passages_checksum(handbook: Handbook) -> str:
    digest = hashlib.sha256()
    for section in handbook.sections:
        said = (section.id, section.kind, section.theme, section.facet, section.heading_path, section.text)
        digest.update(json.dumps(said).encode())
    for chunk in handbook.chunks:
        digest.update(json.dumps((chunk.id, chunk.section_id, chunk.start, chunk.end)).encode())
    return digest.hexdigest()


@cache
def _code_checksum() -> str:
    digest = hashlib.sha256()
    for name in _CODE:
        digest.update((resources.files("index") / name).read_bytes())
    return digest.hexdigest()


def checksums(folder: Path) -> dict[str, str]:
    """SHA-256 of each file under `folder` but the manifest, by its path from there."""
    return {path.relative_to(folder).as_posix(): _file_checksum(path) for path in _files(folder)}


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir() and path != folder / NAME)


def _file_checksum(path: Path) -> str:
    if not path.is_file():
        return ""  # a socket, a pipe, a link to nowhere
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write `manifest` with the checksums of the files that stand in `folder`."""
    body = asdict(manifest) | {"files": checksums(folder)}
    (folder / NAME).write_text(json.dumps(body, indent=2), "utf-8")


def verify(folder: Path, expected: Manifest) -> None:
    """Check that the index in `folder` is whole and was built as `expected` says.

    Raises:
        IndexMissing: there is no manifest.
        IndexDamaged: the manifest, or a file that it names, is not as it was written.
        IndexStale: the index is whole, but made of something else.
    """
    body = _read(folder)
    files = body.pop("files", None)
    wanted = asdict(expected)
    wanted.pop("files")
    if body != wanted:
        differ = ", ".join(sorted(key for key in wanted.keys() | body.keys() if body.get(key) != wanted.get(key)))
        raise IndexStale(f"{folder}: the index is out of date ({differ}). Build it anew with: waaier index")
    try:
        found = [path.relative_to(folder).as_posix() for path in _files(folder)]
        whole = isinstance(files, dict) and sorted(files) == sorted(found) and files == checksums(folder)
    except OSError:
        whole = False
    if not whole:
        raise IndexDamaged(f"{folder}: files of the index are damaged. Build it anew with: waaier index")


def _read(folder: Path) -> dict[str, Any]:
    try:
        body = json.loads((folder / NAME).read_text("utf-8"))
    except FileNotFoundError:
        raise IndexMissing(f"{folder}: there is no index yet. Build it with: waaier index") from None
    except (OSError, ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise IndexDamaged(f"{folder}: the index is damaged. Build it anew with: waaier index")
    return body
