"""TOML files of a corpus: a table is an instance of a dataclass, each value checked against its field's type."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from ingest.document import Kind
from ingest.errors import ProfileError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_T = TypeVar("_T", bound="DataclassInstance")

Form = tuple[str, Callable[[Any], bool], Callable[[Any], object]]
"""What a value must be: in words, as a test, and how it is kept."""


def read_toml(path: Path, missing: str = "no such file. Correct its name in the profile.") -> dict[str, Any]:
    """What a TOML file holds; it may begin with a byte order mark.

    Raises:
        ProfileError: there is no such file, which the error says in the words `missing`, or it cannot be read.
    """
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise ProfileError(f"{path}: {missing}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as fault:
        raise ProfileError(f"{path}: cannot be read ({fault}). Correct the file.") from None


def read_tables(kind: type[_T], path: Path, key: str, **same: str) -> tuple[_T, ...]:
    """The tables `[[key]]` of a TOML file that holds nothing else, in order (see `instances`).

    Raises:
        ProfileError: the file cannot be read, or a table has not the form of `kind`.
    """
    table = read_toml(path)
    if unknown := sorted(set(table) - {key}):
        raise ProfileError(f"{path}: unknown key '{unknown[0]}'. Remove it or correct its spelling.")
    return instances(kind, str(path), table, key, **same)


def instances(kind: type[_T], where: str, table: Mapping[str, Any], key: str, **same: str) -> tuple[_T, ...]:
    """An instance of `kind` for each table of the list at `key`; `same`: the key whose value a missing one takes.

    Raises:
        ProfileError: it is no list, or an entry has not the form of `kind`; the error names `where` and the entry.
    """
    entries = table.get(key, [])
    if not isinstance(entries, list):
        raise ProfileError(f"{where}: '{key}' must be a list of tables. Correct it.")
    built = []
    for number, entry in enumerate(entries, 1):
        place = f"{where}, {key} {number}"
        if isinstance(entry, dict):
            entry = entry | {one: entry[other] for one, other in same.items() if one not in entry and other in entry}
            place += _called(kind, entry)
        built.append(instance(kind, place, entry))
    return tuple(built)


def instance(kind: type[_T], where: str, table: object, **given: Any) -> _T:  # noqa: ANN401 - what is no table of its own
    """An instance of `kind` from a TOML table, each value checked against its field's type; `given` are kept as is.

    Raises:
        ProfileError: it is no table, a key is missing or unknown, or a value is of another type.
    """
    if not isinstance(table, dict):
        raise ProfileError(f"{where}: must be a table. Correct it.")
    known = {f.name: f for f in fields(kind) if f.name not in given}
    if unknown := sorted(set(table) - set(known)):
        raise ProfileError(f"{where}: unknown key '{unknown[0]}'. Remove it or correct its spelling.")
    for name, one in known.items():
        if name not in table and one.default is MISSING and one.default_factory is MISSING:
            raise ProfileError(f"{where}: '{name}' is missing. Add it.")
    hints = get_type_hints(kind)
    values: dict[str, Any] = {}
    for name, value in table.items():
        form, fits, convert = _form(hints[name])
        if not fits(value):
            raise ProfileError(f"{where}: '{name}' must be {form}. Correct it.")
        values[name] = convert(value)
    return kind(**values, **given)


def _called(kind: type[_T], entry: Mapping[str, Any]) -> str:
    """The first text that a table of `kind` must have, to find it by; empty where it has none."""
    hints = get_type_hints(kind)
    name = entry.get(next(one.name for one in fields(kind) if hints[one.name] is str))
    return f" {name!r}" if isinstance(name, str) else ""


def _form(hint: object) -> Form:
    """What a value of a field of that type must be."""
    if get_origin(hint) is Literal:
        choices = get_args(hint)
        return f"one of {', '.join(choices)}", lambda value: value in choices, str
    if get_origin(hint) is dict:
        keys = get_args(get_args(hint)[0])
        return f"a table of texts: {', '.join(keys)}", lambda value: _is_table(value) and set(value) == set(keys), dict
    return _FORMS[hint]


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(text, str) for text in value)


def _is_table(value: object) -> bool:
    return isinstance(value, dict) and _is_texts([*value.values()])


_FORMS: dict[object, Form] = {
    str: ("a text", lambda value: isinstance(value, str), str),
    bool: ("true or false", lambda value: isinstance(value, bool), bool),
    int: ("a whole number", lambda value: type(value) is int, int),
    int | None: ("a whole number", lambda value: type(value) is int, int),
    float | None: ("a number from 0 to 1", lambda value: type(value) in (int, float) and 0 <= value <= 1, float),
    Kind: (f"one of {', '.join(Kind)}", lambda value: isinstance(value, str) and value in set(Kind), Kind),
    tuple[str, ...]: ("a list of texts", _is_texts, tuple),
    frozenset[str]: ("a list of texts", _is_texts, frozenset),
    tuple[tuple[str, ...], ...]: (
        "a list of lists of texts",
        lambda value: isinstance(value, list) and all(map(_is_texts, value)),
        lambda value: tuple(map(tuple, value)),
    ),
    Mapping[str, str]: ("a table of texts", _is_table, dict),
}
