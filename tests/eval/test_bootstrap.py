import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.bootstrap import bootstrap_interval

SHARES = st.lists(st.floats(0, 1), min_size=1, max_size=40)


def test_interval_of_equal_values_has_no_width():
    assert bootstrap_interval([0.5] * 10) == (0.5, 0.5)


def test_interval_of_half_right_is_about_two_standard_errors():
    low, high = bootstrap_interval([0.0, 1.0] * 50)
    assert low == pytest.approx(0.40, abs=0.02)
    assert high == pytest.approx(0.60, abs=0.02)


def test_interval_of_nothing_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        bootstrap_interval([])


@given(SHARES)
def test_interval_lies_within_the_values(values):
    low, high = bootstrap_interval(values, draws=50)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


@given(SHARES)
def test_same_values_give_the_same_interval(values):
    assert bootstrap_interval(values, draws=50) == bootstrap_interval(values, draws=50)
