"""The grammar of button and form ids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.custom_ids import BUTTON, Address, FormAddress, parse, parse_form
from bot.triage.permissions import Verb

BUTTON_VERBS = [verb for verb in Verb if parse(f"case:{verb}:1:r1")]


@given(
    st.sampled_from(BUTTON_VERBS),
    st.integers(0, 10**18 - 1),
    st.integers(0, 10**9 - 1),
    st.none() | st.integers(0, 10**18 - 1),
)
def test_what_is_written_is_read_back_and_fits(verb: Verb, case_id: int, revision: int, number: int | None) -> None:
    address = Address(verb, case_id, revision, number)
    assert parse(str(address)) == address
    assert len(str(address)) <= 100


@given(st.sampled_from([Verb.DISMISS, Verb.ESCALATE]), st.integers(0, 10**18 - 1), st.integers(0, 2**63))
def test_a_forms_id_names_its_person(verb: Verb, case_id: int, user: int) -> None:
    address = FormAddress(verb, case_id, 3, user)
    assert parse_form(str(address)) == address
    assert parse(str(address)) is None


@pytest.mark.parametrize(
    "text",
    ["", "case:confirm:1", "case:confirm:1:r1\n", " case:confirm:1:r1", "case:delete:1:r1", "case:confirm:-1:r1",
     "case:confirm:١:r1", "case:confirm:1:r1:u2", "Case:confirm:1:r1", "case:confirm.:1:r1"],
)  # fmt: skip
def test_anything_else_is_nobodys(text: str) -> None:
    assert parse(text) is None
    assert BUTTON.fullmatch(text) is None


@given(st.text(max_size=60))
def test_the_two_ways_the_library_matches_agree(text: str) -> None:
    assert bool(BUTTON.match(text)) == bool(BUTTON.fullmatch(text))
