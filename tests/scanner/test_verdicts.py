import pytest

from scanner.verdicts import RuleStat


def stat(right: int, decided: int) -> RuleStat:
    return RuleStat("some_rule", alerts=decided + 2, confirmed=right, dismissed=decided - right)


def test_the_interval_of_a_precision_is_that_of_the_textbook() -> None:
    assert stat(9, 10).interval == pytest.approx((0.5958, 0.9821), abs=1e-4)
    assert stat(10, 10).interval == pytest.approx((0.7225, 1.0), abs=1e-4)
    assert str(stat(1, 9)) == "11% (2% to 43%)"


def test_nothing_is_known_of_a_rule_that_nobody_judged() -> None:
    assert (stat(0, 0).precision, stat(0, 0).interval) == (None, (0.0, 1.0))
    assert str(stat(0, 0)) == "not known yet"
