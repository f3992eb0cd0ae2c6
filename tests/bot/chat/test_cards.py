"""A case's card, its evidence pages, and how it looks on a terminal."""

import json
from pathlib import Path

import discord
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.cards import Card, Context, card
from bot.chat.details import page, page_buttons
from bot.chat.looks import LOOKS, percent, seconds
from bot.chat.terminal import plain
from bot.store.case_view import Case, CaseReport, CaseUpload, CaseVote, Elsewhere, Entry, RelatedCase
from bot.store.outbox import Observation
from bot.triage.quorum import VoteWord
from bot.triage.states import State
from bot.visible import units
from scanner.report import Anomaly, ReleaseFacts
from tests.bot.cases import T0, finding, report

CONTEXT = Context("https://index.example.org", "https://inspector.example.org", quorum=2, dry_run=True)
GOLDEN = Path(__file__).parent / "golden"


def a_case(**changes: object) -> Case:
    upload = CaseUpload(
        id=1,
        version="1.0",
        filename="examplepkg-1.0.tar.gz",
        url="https://files.example.org/x",
        sha256="0" * 64,
        blake2b_256="ab" * 32,
        size=4096,
        source="changelog",
        uploaded_at=T0,
        seen_at=T0 + 1,
        score=0.97,
        complete=True,
    )
    values: dict[str, object] = {
        "id": 12,
        "project": "examplepkg",
        "name": "ExamplePkg",
        "version": "1.0",
        "state": State.OPEN,
        "verdict": None,
        "revision": 3,
        "ground": 1,
        "score": 0.97,
        "upload": upload,
        "uploads": (upload,),
        "report": report(findings=(finding(new=True), finding("token_theft", points=2.5, line=9, new=False))),
        "facts": ReleaseFacts(first_release=False, project_age_days=400.0, previous_version="0.9", owners=("alice",)),
        "claimed_by": None,
        "claimed_name": None,
        "channel_id": 5,
        "message_id": 6,
        "carded_revision": 2,
        "lost_posts": 0,
        "opened_at": T0 + 2,
        "alerted_at": T0 + 3.4,
        "decided_at": None,
        "reported_at": None,
        "taken_down_at": None,
        "closed": False,
        "history": (Entry(at=T0 + 2, actor="Meerkat", event="opened", detail="examplepkg-1.0.tar.gz"),),
    }
    return Case(**(values | changes))  # pyright: ignore[reportArgumentType]


def draw(case: Case, **options: bool) -> Card:
    context = msgspec.structs.replace(CONTEXT, dry_run=options.pop("dry_run", True))
    return card(case, context, now=T0 + 60, **options)


def sent(status: int | None = None, answer: str | None = None, state: str = "due") -> CaseReport:
    payload = Observation(kind="is_malware", summary="s", inspector_url="u", requested_by="ada", automatic=True)
    return CaseReport(
        id=1, state=state, due_at=T0 + 120, attempts=1, status=status, answer=answer, created_at=T0,
        observation=payload,
    )  # fmt: skip


def labels(drawn: Card) -> list[str]:
    return [button.label for button in drawn.buttons]


def everything(drawn: Card) -> str:
    return json.dumps(drawn.embed.to_dict(), ensure_ascii=False)


STAGES = {
    "open": a_case(),
    "claimed": a_case(state=State.CLAIMED, claimed_by=7, claimed_name="ada"),
    "queued": a_case(
        state=State.QUEUED,
        verdict="confirmed",
        decided_at=T0 + 30,
        observation=sent(),
        votes=(
            CaseVote(
                user_id=7, user_name="ada", role="volunteer", vote="confirm", reason="", door="button", at=T0 + 20
            ),
            CaseVote(
                user_id=8, user_name="bob", role="volunteer", vote="confirm", reason="c2", door="slash", at=T0 + 30
            ),
        ),
    ),
    "refused": a_case(
        state=State.REPORT_FAILED,
        verdict="confirmed",
        observation=sent(403, '{"message":"Access was denied"}', "failed"),
    ),
    "quarantined": a_case(
        state=State.QUARANTINED, verdict="confirmed", decided_at=T0 + 30, reported_at=T0 + 40, taken_down_at=T0 + 75
    ),
    "incomplete": a_case(
        report=report(
            complete=False, anomalies=(Anomaly(kind="too-slow", detail="the deadline passed", member="a.py"),)
        )
    ),
    "campaign": a_case(related=(RelatedCase(11, "otherpkg", State.OPEN, 1, 6.0, 6.0),)),
}


@pytest.mark.parametrize(
    ("votes", "said"),
    [
        ((), "Nobody has decided yet. It takes 2 volunteers, or one senior."),
        (("confirm",), "1 volunteer says it is malicious. It takes 1 more, or one senior."),
        (("dismiss", "unsure"), "1 volunteer says it is harmless. It takes 1 more, or one senior."),
        (("unsure",), "Nobody has decided yet. It takes 2 volunteers, or one senior."),
    ],
)
def test_an_undecided_card_says_what_it_waits_for(votes: tuple[VoteWord, ...], said: str) -> None:
    cast = tuple(
        CaseVote(user_id=number, user_name="ada", role="volunteer", vote=vote, reason="", door="button", at=T0)
        for number, vote in enumerate(votes)
    )
    for state, lead in ((State.OPEN, ""), (State.CLAIMED, "bob is looking at it. ")):
        drawn = draw(a_case(state=state, claimed_name="bob", votes=cast))
        assert (drawn.embed.description or "").splitlines()[0] == lead + said


def test_a_report_that_was_held_back_says_why_in_a_sentence() -> None:
    held = Entry(at=T0, actor="Meerkat", event="held back", detail="not queued by itself: the cap is reached")
    drawn = draw(a_case(state=State.CONFIRMED, verdict="confirmed", history=(held,)))
    first = (drawn.embed.description or "").splitlines()[0]
    assert first == "Malicious, by people's verdict. Not queued by itself: the cap is reached"


@pytest.mark.parametrize("stage", STAGES)
def test_a_card_looks_as_it_did(stage: str) -> None:
    """The card as text; where it changes on purpose, delete the file and run once to write it anew."""
    drawn = draw(STAGES[stage])
    buttons = [f"[{button.label}] {button.address}{' (off)' if button.disabled else ''}" for button in drawn.buttons]
    embed = drawn.embed
    fields = [f"{field.name}\n{field.value}" for field in embed.fields]
    links = [f"{link.label} {link.url}" for link in drawn.links]
    texts = [embed.title or "", embed.description or "", *fields, embed.footer.text or "", *buttons, *links]
    text = "\n\n".join(texts) + "\n"
    file = GOLDEN / f"{stage}.txt"
    if not file.exists():
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
    assert text == file.read_text("utf-8")


def test_the_five_verbs_are_on_every_card_and_toggle_with_the_state() -> None:
    assert labels(draw(STAGES["open"])) == ["Confirm", "Dismiss", "Escalate", "Claim", "Details"]
    assert labels(draw(STAGES["claimed"]))[3] == "Unclaim"
    assert labels(draw(STAGES["queued"]))[5:] == ["Cancel report", "Undo"]
    assert labels(draw(STAGES["refused"]))[2] == "Send again"


def test_every_button_carries_the_revision_it_was_drawn_with() -> None:
    assert {button.address.revision for button in draw(a_case(revision=9)).buttons} == {9}


def test_links_lead_to_the_line_and_to_the_project_only() -> None:
    links = {link.label: link.url for link in draw(STAGES["open"]).links}
    assert links["Inspector"].endswith("/examplepkg-1.0.tar.gz/setup.py#line.7")
    assert links["PyPI"] == "https://index.example.org/project/examplepkg/1.0/"


def test_a_card_says_that_it_is_a_dry_run_and_what_a_refusal_means() -> None:
    assert "Dry-run: nothing is sent" in everything(draw(STAGES["queued"]))
    assert "Dry-run" not in everything(draw(STAGES["queued"], dry_run=False))
    assert "MEERKAT\\\\_REPORT" in everything(draw(STAGES["refused"])) or "MEERKAT_REPORT__TOKEN" in everything(
        draw(STAGES["refused"])
    )


def test_a_card_says_that_the_index_cleared_the_project_while_nobody_has_voted_since() -> None:
    vote = CaseVote(user_id=7, user_name="ada", role="volunteer", vote="confirm", reason="", door="button", at=T0 + 20)
    assert "lifted its quarantine" in everything(draw(a_case(state=State.DISPUTED)))
    assert "lifted its quarantine" not in everything(draw(a_case(state=State.DISPUTED, votes=(vote,))))


def test_a_card_without_evidence_still_alerts() -> None:
    bare = everything(draw(STAGES["open"], bare=True))
    assert "exec(" not in bare
    assert "examplepkg" in bare.lower()


@pytest.mark.parametrize("state", list(State))
def test_every_state_has_a_look_and_shows_its_word(state: State) -> None:
    drawn = draw(a_case(state=state, taken_down_at=T0 + 5, observation=sent(500, "x")))
    assert (drawn.embed.title or "").startswith(f"{LOOKS[state].sign} {state} ")


NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from("`*_~|<>[]()\\@#:/.-\n\0\x1b\u202e\u200b\U0001f600\ud800")),
    max_size=2000,
)


def check_limits(embed: discord.Embed) -> None:
    """Discord's limits, counted in UTF-16 units."""
    total = units(embed.title or "") + units(embed.description or "") + units(embed.footer.text or "")
    assert units(embed.title or "") <= 256
    assert units(embed.description or "") <= 4096
    assert len(embed.fields) <= 25
    for field in embed.fields:
        assert 0 < units((field.name or "").strip()) <= 256
        assert 0 < units((field.value or "").strip()) <= 1024
        total += units(field.name or "") + units(field.value or "")
    assert total <= 6000


@settings(max_examples=60)
@given(NASTY, NASTY, st.sampled_from(State), st.booleans())
def test_a_card_fits_and_stays_inert_whatever_is_in_it(text: str, other: str, state: State, bare: bool) -> None:
    findings = tuple(
        finding(f"rule_{n}", description=other, snippet=text, member=other, layers=(text,) * 4, line=n, behaviour=text)
        for n in range(1, 31)
    )
    anomalies = tuple(Anomaly(kind=text, detail=other, member=text) for _ in range(30))
    vote = CaseVote(user_id=1, user_name=text, role="volunteer", vote="confirm", reason=other, door="button", at=T0)
    case = a_case(
        name=text,
        version=other,
        state=state,
        claimed_name=text,
        report=report(findings=findings, anomalies=anomalies, complete=False, filename=text, error=other),
        facts=ReleaseFacts(previous_version=text, owners=(text,) * 9, project_age_days=3.0),
        votes=tuple(msgspec.structs.replace(vote, user_id=n) for n in range(30)),
        history=tuple(Entry(at=T0, actor=text, event=other, detail=text) for _ in range(40)),
        related=tuple(RelatedCase(n, other, State.OPEN, 1, 200.0, 200.0) for n in range(30)),
        observation=sent(400, text, "failed"),
        taken_down_at=T0,
        elsewhere=tuple(Elsewhere(one, report(filename=text, version=other)) for one in findings),
    )
    drawn = draw(case, bare=bare)
    check_limits(drawn.embed)
    assert len({str(button.address) for button in drawn.buttons}) == len(drawn.buttons)
    for row in (0, 1):
        assert len([one for one in (*drawn.buttons, *drawn.links) if one.row == row]) <= 5
    for link in drawn.links:
        assert link.url.startswith((CONTEXT.index, CONTEXT.inspector))
        assert len(link.url) <= 512
    shown = plain(drawn)
    assert not any(ord(char) < 32 and char != "\n" for char in shown)
    assert "\u202e" not in shown
    number, pages = 0, 1
    while number < pages:
        embed, at, pages = page(case, CONTEXT, number)
        assert at == number
        check_limits(embed)
        turns = page_buttons(case, at, pages)
        assert len({str(button.address) for button in turns}) == len(turns)
        number += 7


def pages_of(case: Case) -> str:
    """All that the evidence pages say."""
    texts: list[str] = []
    number, pages = 0, 1
    while number < pages:
        embed, _, pages = page(case, CONTEXT, number)
        check_limits(embed)
        texts += [embed.description or "", *(f"{field.name}\n{field.value}" for field in embed.fields)]
        number += 1
    return "\n".join(texts)


def test_anomalies_of_a_kind_share_a_line_of_the_card() -> None:
    twins = [Anomaly(kind="name-duplicate", detail="", member=f"pkg/{n}.py") for n in range(4)]
    others = [Anomaly(kind=f"other-{n}", detail="of byte 7") for n in range(3)]
    embed = draw(a_case(report=report(anomalies=(*twins, *others)))).embed
    (scan,) = [field.value or "" for field in embed.fields if field.name == "Scan"]
    assert scan.splitlines()[1:] == [
        "name-duplicate ×4: pkg/0.py",
        "other-0: of byte 7",
        "other-1: of byte 7",
        "and 1 more kind of anomalies",
    ]


def test_evidence_of_the_cases_other_files_is_named_on_the_card_and_shown_in_details() -> None:
    wheel = report(version="1.1", filename="examplepkg-1.1-py3-none-any.whl", blake2b_256="cd" * 32)
    others = tuple(Elsewhere(finding(f"steals_{n}", points=5.0 - n, member="w.py"), wheel) for n in range(7))
    case = a_case(elsewhere=others)
    shown = {field.name: field.value for field in draw(case).embed.fields}["In other files"] or ""
    assert "+5.0 `steals_0` in `examplepkg-1.1-py3-none-any.whl`" in shown
    assert "and 1 more, see Details" in shown  # two weigh nothing
    text = pages_of(case)
    assert all(f"steals_{n}" in text for n in range(7))
    assert "/1.1/packages/cd/cd/" in text


def test_a_note_and_a_reason_are_read_to_their_end_in_details() -> None:
    lines = tuple(
        Entry(at=T0, actor="ada", event=event, detail="*" * 480 + f" the end of {event} {number}")
        for number in range(9)
        for event in ("note", "dismiss")
    )
    text = pages_of(a_case(history=lines))
    assert all(f"the end of {line.event} {number}" in text for number, line in enumerate(lines[::2]))
    assert text.count("the end of") == len(lines)


def test_a_link_in_details_is_whole_or_not_there() -> None:
    member = "example_package_toolkit-1.2.3/src/example_package_toolkit/_vendor/compat/linux_x86_64/bootstrap_loader.py"
    deep = finding("exec_" * 12, member=member, line=1234, snippet="x" * 900, status="shadow", place="docstring")
    assert f"{member}#line.1234>" in pages_of(a_case(report=report(findings=(deep,))))


def test_pages_go_around_and_out_of_range_is_brought_in() -> None:
    _, at, pages = page(STAGES["open"], CONTEXT, 99)
    assert at == pages - 1


def test_a_probability_is_never_certain() -> None:
    assert [percent(score) for score in (0.5, 0.9949, 0.99999, 1.0)] == ["50 %", "99.5 %", "99.9 %", "99.9 %"]
    assert [seconds(span) for span in (-3, 1.234, 120, 7200, 400000)] == [
        "0.0 s",
        "1.2 s",
        "2 min 0 s",
        "2 h 0 min",
        "4 d 15 h",
    ]
