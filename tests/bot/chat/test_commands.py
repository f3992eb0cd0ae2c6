"""Slash commands, suggestions and context menus."""

import asyncio
import re
import time

import pytest

from bot.store.database import Database
from bot.store.notices import Notice, observe
from bot.triage.roles import Actor, Role
from bot.triage.states import State
from tests.bot.cases import add_upload, finding, open_case, report
from tests.bot.chat.conftest import World

pytestmark = pytest.mark.timeout(60)


async def test_commands_are_told_to_discord_only_when_they_changed(world: World) -> None:
    path = "*/guilds/*/commands"
    assert len(world.discord.seen("PUT", path)) == 1
    await world.restart()
    assert len(world.discord.seen("PUT", path)) == 1
    async with world.db.transaction() as tx:
        await tx.put_setting("discord.commands", "of another version")
    await world.restart()
    assert len(world.discord.seen("PUT", path)) == 2


async def test_commands_that_discord_could_not_take_at_the_start_are_there_once_it_can(world: World) -> None:
    async with world.db.transaction() as tx:
        await tx.put_setting("discord.commands", "of another version")
    sent = len(world.discord.seen("PUT", "*/guilds/*/commands"))
    world.discord.fail("PUT", "*/guilds/*/commands", status=503, times=2)
    await world.restart()
    while await world.db.setting("discord.commands") == "of another version":
        await asyncio.sleep(0.02)
    assert len(world.discord.seen("PUT", "*/guilds/*/commands")) == sent + 3


async def test_a_case_is_decided_by_name_or_number(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    first = await world.ada.slash("case confirm", case=case_id, reason="calls home")
    assert first.private
    assert "1 more volunteer" in first.text
    second = await world.bob.slash("case confirm", case="ExamplePkg")
    assert "queued" in second.text
    case = await world.reaches(case_id, State.QUEUED)
    assert case.votes[0].reason == "calls home"
    assert "taken back" in (await world.ada.slash("case cancel", case=case_id)).text
    await world.reaches(case_id, State.CONFIRMED)
    assert "queued" in (await world.ada.slash("case escalate", case=case_id, reason="Steals tokens.")).text
    case = await world.reaches(case_id, State.QUEUED)
    assert case.observation is not None
    assert case.observation.observation.summary.startswith("Steals tokens.")


async def test_dismiss_undo_claim_note_and_unsure_by_command(world: World) -> None:
    case_id = await world.open()
    await world.sue.slash("case dismiss", case=case_id, reason="installer", note="documented")
    case = await world.reaches(case_id, State.DISMISSED)
    assert case.votes[0].reason == "An installer or build step that needs this: documented"
    await world.sue.slash("case undo", case=case_id)
    await world.reaches(case_id, State.OPEN)
    await world.ada.slash("case claim", case=case_id)
    await world.reaches(case_id, State.CLAIMED)
    await world.bob.slash("case unsure", case=case_id)
    await world.ada.slash("case note", case=case_id, note="same author as last week")
    case = await world.settled(case_id)
    assert case.history[-1].detail == "same author as last week"
    assert "same author as last week" in world.cards(case_id)[0].text


async def test_every_command_refuses_without_a_role_and_says_so_privately(world: World) -> None:
    case_id = await world.open()
    for name, options in {
        "case list": {},
        "case show": {"case": case_id},
        "case confirm": {"case": case_id},
        "case dismiss": {"case": case_id},
        "case unsure": {"case": case_id},
        "case escalate": {"case": case_id},
        "case claim": {"case": case_id},
        "case note": {"case": case_id, "note": "x"},
        "case undo": {"case": case_id},
        "case cancel": {"case": case_id},
        "lookup": {"project": "examplepkg"},
        "scan": {"project": "examplepkg"},
        "rule": {"rule": "x"},
        "suppress list": {},
        "suppress remove": {"number": 1},
        "stats": {},
        "watch status": {},
        "setup": {},
    }.items():
        said = await world.eve.slash(name, **options)
        assert said.private, name
        assert "role" in said.text, name
    assert (await world.case(case_id)).revision == 1


async def test_lists_and_lookups_answer_from_what_is_known(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    listed = await world.ada.slash("case list")
    assert "1 undecided case" in listed.text
    assert "examplepkg" in listed.text
    assert (await world.ada.slash("case list", state="all")).text.startswith("1 case\n")
    assert "None of them comes behind" in (await world.ada.slash("case list", after=case_id)).text
    assert "There are no decided cases" in (await world.ada.slash("case list", state="decided")).text
    assert "examplepkg-1.0.tar.gz" in (await world.ada.slash("lookup", project="examplepkg")).text
    assert "Never seen" in (await world.ada.slash("lookup", project="nothing-here")).text
    assert "1 case," in (await world.ada.slash("rule", rule="exec_decoded_payload")).text
    assert "no rule" in (await world.ada.slash("rule", rule="nope")).text
    assert "1 file scanned" in (await world.ada.slash("stats")).text
    assert "Upload to takedown: nothing to measure\n" in (await world.ada.slash("stats", days=1)).text + "\n"
    assert "Queue: 1 scanned" in (await world.ada.slash("watch status")).text
    assert "There is no case" in (await world.ada.slash("case confirm", case="nope")).text


async def test_cases_are_listed_oldest_first_with_their_state_and_the_others_of_their_campaign(world: World) -> None:
    first, second = [await world.open(report(f"twin-{name}")) for name in ("a", "b")]
    await world.open(report("loner", findings=(finding("another_rule"),)))
    await world.ada.slash("case claim", case=second)
    listed = (await world.ada.slash("case list")).text
    assert "2 open, 1 claimed; oldest first" in listed
    lines = [line for line in listed.splitlines() if "twin-" in line or "loner" in line]
    assert ["twin-a" in lines[0], "twin-b" in lines[1], "loner" in lines[2]] == [True, True, True]
    assert f"same evidence as {second}" in lines[0]
    assert "claimed" in lines[1]
    assert "same evidence" not in lines[2]
    await world.sue.slash("case dismiss", case=first)
    assert "newest first" in (await world.ada.slash("case list", state="decided")).text


async def test_a_signal_is_explained_by_what_it_showed_last(world: World) -> None:
    signal = finding("import-sends-local-data", description="Importing it sends what it reads", points=2.5)
    await world.open(report(findings=(finding(), signal)))
    said = (await world.ada.slash("rule", rule="import-sends-local-data")).text
    for words in ("Importing it sends what it reads", "+2.5 points", "1 case,", "A signal: "):
        assert words in said


async def test_the_watchs_state_shows_what_an_operator_needs(world: World) -> None:
    await world.card(await world.open())
    async with world.db.transaction() as tx:
        await observe(tx, [Notice("walls-missing", "Workers are not isolated.", "x", "They are.")], time.time())
    told = (await world.ada.slash("watch status")).text
    for words in ("Last poll", "Oldest that waits", "Failed for good", "Gateway", "0 cards owed", "digest", "Reports:"):
        assert words in told
    assert "Workers are not isolated." in told
    assert "Outbox: 1 card sent" in told
    assert "Reports: dry-run, automatic: quorum\n" in told


async def test_a_shown_case_has_working_buttons(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    shown = await world.ada.slash("case show", case=case_id)
    assert shown.private
    assert shown.message is not None
    await world.sue.click(shown.message, "Confirm")
    await world.reaches(case_id, State.QUEUED)


async def test_what_can_be_no_project_was_not_never_seen(world: World) -> None:
    assert "cannot be a project" in (await world.ada.slash("lookup", project="@everyone")).text
    assert (
        "Never seen" in (await world.ada.slash("lookup", project="https://index.example.org/project/examplepkg/")).text
    )


async def test_suppressions_are_listed_and_removed(world: World) -> None:
    case_id = await world.open()
    await world.sue.slash("case dismiss", case=case_id, reason="installer")
    assert "An installer" in (await world.ada.slash("suppress list", project="examplepkg")).text
    assert "senior" in (await world.ada.slash("suppress remove", number=1)).text
    assert "is ended" in (await world.sue.slash("suppress remove", number=1)).text
    assert "Nothing is suppressed" in (await world.ada.slash("suppress list")).text


async def test_a_long_list_of_suppressions_says_how_many_there_are_and_how_to_see_each(world: World) -> None:
    for number in range(120):
        shown = tuple(finding(f"rule_{one}", fingerprint=f"{number}:{one}") for one in range(7))
        case_id = await open_case(world.db, report(f"pkg-{number}", findings=shown))
        await world.desk.vote(Actor(9, "sue", Role.SENIOR), case_id, "dismiss", door="slash", reason="x" * 400)
    said = (await world.ada.slash("suppress list")).text
    assert "840 suppressions in force" in said
    assert re.search(
        r"\*\*834–840\*\* `pkg-119` 7 findings of `rule_0`, `rule_1`, `rule_2`, `rule_3` and 3 more rules", said
    )
    shown, left = said.count("7 findings"), re.search(r"and (\d+) more\Z", said.strip())
    assert left is not None
    assert shown + int(left[1]) == 120
    assert "name its project" in said
    assert "**834** `pkg-119` `rule_0` until" in (await world.ada.slash("suppress list", project="Pkg_119")).text


async def test_settings_are_shown_to_admins_without_secrets(world: World) -> None:
    chief = world.discord.member("chief", roles=["chief"])
    world.discord.role("chief").permissions = 1 << 3
    said = await chief.slash("setup")
    assert "Quorum: 2 volunteers or one senior" in said.text
    assert world.discord.token not in said.text
    assert "admin role" in (await world.sue.slash("setup")).text


async def test_cases_projects_versions_and_rules_are_suggested_to_volunteers_only(world: World) -> None:
    case_id = await world.open()
    await world.card(case_id)
    (choice,) = await world.ada.autocomplete("case confirm", "case", "exam")
    assert choice["value"] == str(case_id)
    assert "examplepkg 1.0" in choice["name"]
    assert await world.eve.autocomplete("case confirm", "case", "") == []
    assert [one["value"] for one in await world.ada.autocomplete("lookup", "project", "ex")] == ["examplepkg"]
    versions = await world.ada.autocomplete("lookup", "version", "", project="examplepkg")
    assert [one["value"] for one in versions] == ["1.0"]
    assert [one["value"] for one in await world.ada.autocomplete("rule", "rule", "decoded")] == ["exec_decoded_payload"]
    assert "installer" in [one["value"] for one in await world.ada.autocomplete("case dismiss", "reason", "inst")]


async def test_many_cases_stay_within_discords_limits(world: World) -> None:
    for number in range(40):
        await world.open(
            report(f"pkg-{number:02}-{'x' * 40}", findings=(finding(f"r{number}", fingerprint=f"f{number}"),))
        )
    assert len(await world.ada.autocomplete("case show", "case", "pkg")) == 25
    listed = await world.ada.slash("case list")
    assert not listed.failed
    assert "40 undecided cases" in listed.text


async def test_a_list_that_does_not_fit_says_how_many_there_are_and_how_to_see_the_rest(world: World) -> None:
    await world.stop()
    cases = [
        await open_case(world.db, report(f"pkg-{number:03}", findings=(finding(f"r{number}"),)), now=time.time())
        for number in range(210)
    ]
    await world.start()
    seen: list[int] = []
    while len(seen) < len(cases):
        said = await world.ada.slash("case list", **({"after": seen[-1]} if seen else {}))
        assert "210 undecided cases" in said.text
        assert "210 open; oldest first" in said.text
        seen += [int(number) for number in re.findall(r"\*\*(\d+)\*\*", said.text)]
        left = len(cases) - len(seen)
        assert (f"and {left} more: /case list state:undecided after:{seen[-1]}" in said.text) == (left > 0)
    assert seen == cases


async def test_a_lookup_counts_all_files_and_shows_as_many_as_fit(world: World) -> None:
    async with world.db.transaction() as tx:
        for number in range(120):
            await add_upload(tx, report(filename=f"examplepkg-1.0-cp{number}.whl"))
    said = await world.ada.slash("lookup", project="examplepkg")
    assert "120 files, 0 cases" in said.text
    shown = said.text.count(".whl")
    assert 20 < shown <= 50
    assert f"and {120 - shown} more" in said.text


async def test_a_project_is_suggested_however_its_name_is_spelled(world: World) -> None:
    case_id = await world.open(report("foo-bar"))
    for typed in ("foo.b", "foo_b", "Foo-B", "foo--ba", f"#{case_id}"):
        assert [one["value"] for one in await world.ada.autocomplete("case show", "case", typed)] == [str(case_id)]


async def test_the_context_menu_does_what_the_buttons_do(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    await world.ada.menu("Claim", card)
    await world.reaches(case_id, State.CLAIMED)
    form = (await world.sue.menu("Dismiss", card)).modal
    assert form is not None
    await world.sue.submit(form, {})
    await world.reaches(case_id, State.DISMISSED)
    other = world.discord.say(world.ada, "hello")
    assert "no case's card" in (await world.ada.menu("Confirm", other)).text
    assert "role" in (await world.eve.menu("Confirm", card)).text


async def test_a_campaign_is_decided_from_one_card(world: World) -> None:
    cases = [await world.open(report(name)) for name in ("pkg-a", "pkg-b", "pkg-c")]
    await world.card(cases[2])
    card = await world.card(cases[2])
    panel = await world.sue.click(card, "Campaign (3)")
    assert panel.private
    assert panel.message is not None
    assert "3 cases share this evidence" in panel.text
    assert "senior" in (await world.ada.click(panel.message, "Dismiss all 3 undecided")).text
    late = await world.open(report("pkg-d"))
    said = await world.sue.click(panel.message, "Dismiss all 3 undecided")
    assert "You dismissed 3 of 4 undecided cases" in said.text
    assert (await world.case(late)).state is State.OPEN
    for case_id in cases:
        await world.reaches(case_id, State.DISMISSED)


async def test_a_button_of_another_version_is_answered(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    control = card.buttons["Confirm"]
    control["custom_id"] = "case:obliterate:1:r1"
    said = await world.ada.click(card, "Confirm")
    assert said.private
    assert "another version" in said.text


async def test_an_old_copy_of_a_card_decides_nothing(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE triage_case SET message_id = message_id + 1")
    said = await world.sue.click(card, "Confirm")
    assert "no longer case" in said.text
    assert (await world.case(case_id)).votes == ()


async def test_a_command_that_this_version_does_not_have_is_answered(world: World) -> None:
    commands = world.discord.state.commands[world.discord.guild_id]
    stats = next(one for one in commands if one["name"] == "stats")
    stats["name"] = "oldstats"
    said = await world.ada.slash("oldstats")
    assert said.private
    assert "another version" in said.text


async def test_what_would_be_cut_cannot_be_typed(world: World) -> None:
    case_id = await world.open()
    for name, options in {
        "case note": {"note": "n" * 1001},
        "case confirm": {"reason": "r" * 1001},
        "case dismiss": {"reason": "r" * 500, "note": "n"},
        "case escalate": {"reason": "r" * 801},
    }.items():
        with pytest.raises(ValueError, match="is not within"):
            await world.sue.slash(name, case=case_id, **options)
    await world.sue.slash("case escalate", case=case_id, reason="r" * 800)
    case = await world.case(case_id)
    assert case.observation is not None
    assert case.observation.observation.summary.endswith(case.report.sha256)


async def test_a_slow_database_is_waited_for_under_a_deferred_answer(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    held = asyncio.Event()

    async def hold(db: Database) -> None:
        async with db.transaction():
            held.set()
            await asyncio.sleep(3.4)

    holding = asyncio.create_task(hold(world.db))
    await held.wait()
    said = await world.ada.click(card, "Confirm")
    assert not said.failed
    assert "You confirmed" in said.text
    await holding


async def test_an_error_in_a_handler_is_admitted(world: World) -> None:
    case_id = await world.open()
    card = await world.card(case_id)
    async with world.db.transaction() as tx:
        await tx.execute("UPDATE upload SET report = 'not json'")
    said = await world.ada.click(card, "Confirm")
    assert said.private
    assert "an operator can find it in the log" in said.text
