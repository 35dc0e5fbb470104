"""Text reduced to what counts when gold is compared: letters and digits."""

import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """The letters and digits of `text`, without accents, in lower case (NFKD, marks dropped).

    So line breaks, hyphens, quotation marks and spaces make no difference: "Mede-Amsterdammer’s" and "mede
    amsterdammers" are the same.
    """
    return "".join(char for char in unicodedata.normalize("NFKD", text).lower() if char.isalnum())


def longest_common_run(one: str, other: str) -> int:
    """Length of the longest stretch that two reduced texts share, in characters; 0 where they share none."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size
