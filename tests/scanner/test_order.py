"""In which order members are read, when something may be there to hide the rest."""

import types
from collections.abc import Callable, Iterable, Iterator

import pytest

from scanner import order
from scanner.member import Member
from scanner.order import in_order
from scanner.report import Anomaly

NAMES = ("slow.bin", "plain.py", "setup.py")


@pytest.mark.parametrize("slow", ["to read", "to look at"])
def test_what_a_member_costs_its_reader_counts_as_what_it_costs_the_scan(monkeypatch: pytest.MonkeyPatch, slow: str):
    now = 0.0
    monkeypatch.setattr(order, "time", types.SimpleNamespace(monotonic=lambda: now))

    def pass_time(name: str, when: str) -> None:
        nonlocal now
        if name == "slow.bin" and when == slow:
            now += order.COSTLY_SECONDS + 1

    def read() -> Iterator[Member]:
        for name in NAMES:
            pass_time(name, "to read")
            yield Member(name=name, data=b"")

    given: list[str] = []
    for item in ordered(read):
        assert isinstance(item, Member)
        given.append(item.name)
        pass_time(item.name, "to look at")
    assert given == ["slow.bin", "setup.py", "plain.py"]


def ordered(read: Callable[[], Iterable[Member]], **options: bool) -> Iterator[Member | Anomaly]:
    return in_order(
        lambda _: read(),
        is_loud=lambda name: name == "setup.py",
        is_source=lambda name: name.endswith(".py"),
        is_low=lambda: False,
        **options,
    )


def test_what_runs_by_itself_comes_first_where_that_is_asked_for():
    def read() -> Iterator[Member]:
        return (Member(name=name, data=b"") for name in NAMES)

    given = ordered(read, loud_first=True)
    assert [item.name for item in given if isinstance(item, Member)] == ["setup.py", "slow.bin", "plain.py"]


def test_nothing_is_read_anew_once_nothing_was_passed_over():
    reads = 0

    def read() -> Iterator[Member]:
        nonlocal reads
        reads += 1
        return (Member(name=name, data=b"") for name in NAMES)

    assert len([*ordered(read, loud_first=True)]) == len(NAMES)
    assert reads == 2  # what runs by itself, then what is small: all of it is
