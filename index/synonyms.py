"""Everyday and foreign words for the words of the handbook, from the profile's synonyms file."""

import tomllib

from ingest.errors import ProfileError
from ingest.profile import Profile


def read_synonyms(profile: Profile) -> dict[str, tuple[str, ...]]:
    """Word -> words of the handbook; empty where the profile names no file.

    Raises:
        ProfileError: the file cannot be read or is no table of lists of words by language.
    """
    if not profile.synonyms:
        return {}
    path = profile.file(profile.synonyms)
    try:
        tables = tomllib.loads(path.read_text("utf-8"))
        pairs = [(word, tuple(others)) for table in tables.values() for word, others in table.items()]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError, TypeError) as fault:
        raise ProfileError(f"{path}: the synonyms cannot be read ({fault}). Correct the file.") from None
    merged: dict[str, tuple[str, ...]] = {}
    for word, others in pairs:
        merged[word] = merged.get(word, ()) + others
    return merged
