from hypothesis import given
from hypothesis import strategies as st

from eval.letters import letters, longest_common_run


def test_letters_keeps_letters_and_digits_only():
    assert letters("Mede-\nAmsterdammer’s: € 2,50") == "medeamsterdammers250"


def test_letters_strips_accents_and_unfolds_compatibility_forms():
    assert letters("financiën, één, 20m²") == "financieneen20m2"


@given(st.text())
def test_letters_of_letters_is_the_same(text):
    assert letters(letters(text)) == letters(text)


@given(st.text(), st.text())
def test_letters_ignore_what_stands_between_words(one, other):
    assert letters(f"{one} - {other}") == letters(one) + letters(other)


def test_longest_common_run_by_hand():
    assert longest_common_run("abcdef", "xbcdex") == 4
    assert longest_common_run("abc", "xyz") == 0
    assert longest_common_run("", "abc") == 0


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_longest_common_run_is_the_longest_shared_substring(one, other):
    shared = {one[a:b] for a in range(len(one)) for b in range(a, len(one) + 1) if one[a:b] in other} | {""}
    assert longest_common_run(one, other) == max(map(len, shared))
