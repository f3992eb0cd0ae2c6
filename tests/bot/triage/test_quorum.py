"""Counting votes."""

from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.triage.quorum import rule_on, tally
from bot.triage.states import DECIDED, REPORTING, TAKEN_DOWN, UNDECIDED, State


@dataclass(frozen=True)
class Ballot:
    user_id: int
    role: str
    vote: Literal["confirm", "dismiss", "unsure"]
    at: float


ballots = st.lists(
    st.builds(
        Ballot,
        user_id=st.integers(1, 9),
        role=st.sampled_from(["volunteer", "senior", "admin"]),
        vote=st.sampled_from(["confirm", "dismiss", "unsure"]),
        at=st.integers(0, 20).map(float),
    ),
    unique_by=lambda ballot: ballot.user_id,
    max_size=9,
)


def votes(*words: str) -> list[Ballot]:
    """``C D U`` of volunteers, ``c! d!`` with a mark for a senior, in this order of time."""
    names: dict[str, Literal["confirm", "dismiss", "unsure"]] = {"c": "confirm", "d": "dismiss", "u": "unsure"}
    return [
        Ballot(number, "senior" if word.endswith("!") else "volunteer", names[word[0]], float(number))
        for number, word in enumerate(words)
    ]


@pytest.mark.parametrize(
    ("words", "verdict", "disputed"),
    [
        ((), None, False),
        (("c",), None, False),
        (("c", "c"), "confirmed", False),
        (("d", "d"), "dismissed", False),
        (("c", "d"), None, True),
        (("c", "c", "d"), None, True),
        (("u", "u", "u"), None, False),
        (("c", "u", "c"), "confirmed", False),
        (("c!",), "confirmed", False),
        (("d", "d", "c!"), "confirmed", False),
        (("c!", "d", "d"), "confirmed", False),
        (("c!", "d!"), "dismissed", False),
        (("u!", "c", "d"), None, True),
    ],
)
def test_one_senior_or_two_volunteers_decide(words: tuple[str, ...], verdict: str | None, *, disputed: bool) -> None:
    count = tally(votes(*words), 2)
    assert (count.verdict, count.disputed) == (verdict, disputed)


@given(ballots, st.integers(1, 5), st.randoms())
def test_the_order_of_counting_does_not_matter(given_votes: list[Ballot], quorum: int, random: object) -> None:
    shuffled = list(given_votes)
    random.shuffle(shuffled)  # pyright: ignore[reportAttributeAccessIssue]
    assert tally(shuffled, quorum) == tally(given_votes, quorum)


@given(ballots, st.integers(1, 5))
def test_a_verdict_has_a_senior_or_an_undisputed_quorum_behind_it(given_votes: list[Ballot], quorum: int) -> None:
    count = tally(given_votes, quorum)
    assert not (count.disputed and count.verdict)
    if count.verdict:
        word = "confirm" if count.verdict == "confirmed" else "dismiss"
        backing = [ballot for ballot in given_votes if ballot.vote == word]
        assert (
            any(ballot.role != "volunteer" for ballot in backing)
            or len(backing) == len([ballot for ballot in given_votes if ballot.vote != "unsure"]) >= quorum
        )


@given(ballots, st.integers(1, 5))
def test_unsure_changes_no_verdict(given_votes: list[Ballot], quorum: int) -> None:
    sure = [ballot for ballot in given_votes if ballot.vote != "unsure"]
    assert tally(sure, quorum).verdict == tally(given_votes, quorum).verdict


@given(ballots, st.integers(1, 5), st.sampled_from(State), st.booleans())
def test_votes_never_unsettle_what_the_index_did(
    given_votes: list[Ballot], quorum: int, current: State, claimed: bool
) -> None:
    count = tally(given_votes, quorum)
    ruling = rule_on(current, count, claimed=claimed)
    if current in TAKEN_DOWN or current in (State.REPORTED, State.REPORT_UNKNOWN):
        assert ruling.state is current
    elif current in REPORTING:
        assert (ruling.state is current) == (count.verdict == "confirmed")
    else:
        assert ruling.state in UNDECIDED | DECIDED
    assert ruling.verdict == count.verdict
    assert ruling.cancel_report == (current is State.QUEUED and count.verdict != "confirmed")


@given(ballots, st.integers(1, 5), st.sampled_from(State), st.booleans())
def test_ruling_twice_changes_nothing(given_votes: list[Ballot], quorum: int, current: State, claimed: bool) -> None:
    count = tally(given_votes, quorum)
    first = rule_on(current, count, claimed=claimed)
    assert rule_on(first.state, count, claimed=claimed).state is first.state


@given(ballots, st.integers(1, 5), st.sampled_from(sorted(UNDECIDED | DECIDED)), st.booleans())
def test_taking_every_vote_back_leads_back_to_where_it_began(
    given_votes: list[Ballot], quorum: int, current: State, claimed: bool
) -> None:
    reached = rule_on(current, tally(given_votes, quorum), claimed=claimed).state
    assert rule_on(reached, tally([], quorum), claimed=claimed).state is (State.CLAIMED if claimed else State.OPEN)
