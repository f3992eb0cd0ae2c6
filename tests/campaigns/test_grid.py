"""Whether the default rules see each row of the tables of theft and of remote code, and combinations of them."""

import ast
import io
import random
import tarfile
import zipfile
from collections.abc import Iterator

import pytest

from scanner.scan import DEFAULT_THRESHOLD
from tests.campaigns.forge import Built
from tests.campaigns.grid.packages import ADDRESSES, FACTS, HEARD, package
from tests.campaigns.grid.tables import rows
from tests.campaigns.grid.ways import (
    BROUGHT,
    HUSHES,
    REMOTE_WAYS,
    THEFT_WAYS,
    TRIGGERS,
    answering,
    betraying,
    bringing,
    fetching,
    harming,
    hiding,
    hooking,
    planting,
    stealing,
)
from tests.campaigns.judge import report_of

SOURCE, CHANNEL = rows("sources")["env-all"], rows("channels")["requests-json"]
ANSWER, RUNNER = rows("answers")["requests"], rows("runners")["exec"]
WIRE = rows("wires")["requests"]
TAKEN, POST, ADDRESS = rows("environments")["plain"], rows("posts")["plain"], rows("addresses")["plain"]
KEPT = ("env-all", "ssh-glob", "aws-file", "dotenv-walk", "kube", "gh-token", "claude-cfg", "firefox", "paths-list")


def score(built: Built) -> float:
    for name, data in members(built):
        if name.endswith(".py"):
            ast.parse(data)  # a row that Python does not parse shows nothing
    return report_of(built).score


def members(built: Built) -> Iterator[tuple[str, bytes]]:
    if built.filename.endswith(".whl"):
        with zipfile.ZipFile(io.BytesIO(built.data)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    else:
        with tarfile.open(fileobj=io.BytesIO(built.data)) as archive:
            for member in archive:
                file = archive.extractfile(member)
                yield member.name, file.read() if file is not None else b""


@pytest.mark.parametrize("name", rows("sources"))
def test_what_is_taken_alerts(name: str) -> None:
    assert score(stealing(rows("sources")[name], CHANNEL)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("channels"))
def test_how_it_leaves_alerts(name: str) -> None:
    assert score(stealing(SOURCE, rows("channels")[name])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("way", THEFT_WAYS)
@pytest.mark.parametrize("source", ["env-all", "ssh-glob"])
def test_whatever_way_a_secret_goes_alerts(way: str, source: str) -> None:
    assert score(stealing(rows("sources")[source], CHANNEL, way=way)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("hush", HUSHES)
def test_whenever_a_secret_is_taken_alerts(trigger: str, hush: str) -> None:
    assert score(stealing(rows("sources")["aws-file"], CHANNEL, trigger=trigger, hush=hush)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("answers"))
def test_where_code_comes_from_alerts(name: str) -> None:
    assert score(fetching(rows("answers")[name], RUNNER)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("runners"))
def test_what_runs_it_alerts(name: str) -> None:
    assert score(fetching(ANSWER, rows("runners")[name])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("way", REMOTE_WAYS)
@pytest.mark.parametrize("trigger", ["use", "import"])
def test_whatever_way_code_goes_alerts(way: str, trigger: str) -> None:
    assert score(fetching(ANSWER, RUNNER, way=way, trigger=trigger)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("environments"))
def test_however_the_environment_is_named_alerts(name: str) -> None:
    assert score(hiding(rows("environments")[name], POST, ADDRESS)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("posts"))
def test_however_posting_is_named_alerts(name: str) -> None:
    assert score(hiding(TAKEN, rows("posts")[name], rows("addresses")["urljoin"])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("addresses"))
def test_however_an_address_is_written_alerts(name: str) -> None:
    built = hiding(rows("environments")["from-as"], rows("posts")["alias"], rows("addresses")[name])
    assert score(built) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("fetches"))
def test_however_code_is_fetched_alerts(name: str) -> None:
    assert score(hiding(rows("fetches")[name], rows("execs")["exec"], rows("addresses")["class"])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("execs"))
def test_however_code_is_run_alerts(name: str) -> None:
    assert (
        score(hiding(rows("fetches")["session"], rows("execs")[name], rows("addresses")["dict"])) >= DEFAULT_THRESHOLD
    )


# Rows of which others are hidden too well: they give what they do to somebody else's function.
ALONE = {"union", "methodcaller", "map", "prepared", "header", "global", "namedtuple", "json", "data", "table"}


@pytest.mark.parametrize("tables", [("environments", "posts"), ("fetches", "execs")], ids=" ".join)
@pytest.mark.parametrize("seed", range(40))
def test_several_ways_to_hide_at_once_alert(tables: tuple[str, str], seed: int) -> None:
    chosen = random.Random(f"{tables} {seed}")
    taken, post, address = (
        rows(table)[chosen.choice([name for name in rows(table) if name not in ALONE])]
        for table in (*tables, "addresses")
    )
    assert score(hiding(taken, post, address)) >= DEFAULT_THRESHOLD, (taken.name, post.name, address.name)


@pytest.mark.parametrize("name", rows("entrusted"))
@pytest.mark.parametrize("channel", ["requests-json", "urlopen", "discord-hook", "socket-tcp"])
@pytest.mark.parametrize("apart", [True, False])
def test_what_a_package_is_given_for_its_work_alerts(name: str, channel: str, apart: bool) -> None:
    assert score(betraying(rows("entrusted")[name], rows("channels")[channel], apart=apart)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("patches"))
@pytest.mark.parametrize("channel", ["requests-json", "urlopen", "telegram", "smtp"])
@pytest.mark.parametrize("apart", [True, False])
def test_what_others_functions_are_given_alerts(name: str, channel: str, apart: bool) -> None:
    assert score(betraying(rows("patches")[name], rows("channels")[channel], apart=apart)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("watches"))
@pytest.mark.parametrize("channel", ["requests-json", "discord-hook", "socket-tcp"])
@pytest.mark.parametrize("apart", [True, False])
def test_what_is_seen_and_typed_alerts(name: str, channel: str, apart: bool) -> None:
    assert score(betraying(rows("watches")[name], rows("channels")[channel], apart=apart)) >= DEFAULT_THRESHOLD


# Of what a setup.py has by another path, only what talks is told as its own.
BY_PATH = {("setup-imports", act) for act in ("curl-sh", "run-file")}


@pytest.mark.parametrize("hook", rows("hooks"))
@pytest.mark.parametrize("act", rows("acts"))
def test_whatever_is_hooked_alerts(hook: str, act: str) -> None:
    is_told = score(hooking(rows("hooks")[hook], rows("acts")[act])) >= DEFAULT_THRESHOLD
    assert is_told or (hook, act) in BY_PATH


# What honest installers do as well, or hide no better.
AS_INSTALLERS = {("sh-curl", "beside"), ("sh-curl", "written"), ("sh-curl", "told"), ("lua", "written")} | {
    (name, "beside") for name in ("ps1-iex", "ps1-irm", "bat-run-key")
}


@pytest.mark.parametrize("name", rows("scripts"))
@pytest.mark.parametrize("how", BROUGHT)
def test_scripts_of_other_languages_alert(name: str, how: str) -> None:
    assert score(bringing(rows("scripts")[name], how)) >= DEFAULT_THRESHOLD or (name, how) in AS_INSTALLERS


@pytest.mark.parametrize("name", rows("damages"))
@pytest.mark.parametrize("trigger", ["import", "use", "thread"])
def test_what_harms_alerts(name: str, trigger: str) -> None:
    assert score(harming(rows("damages")[name], trigger)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("natives"))
def test_what_is_compiled_alerts(name: str) -> None:
    assert score(hooking(rows("natives")[name], rows("acts")["curl-sh"])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("startups"))
@pytest.mark.parametrize("command", rows("commands"))
def test_what_importing_plants_alerts(name: str, command: str) -> None:
    assert score(planting(rows("startups")[name], rows("commands")[command])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", sorted(rows("channels").keys() - {"pushgateway"}))
@pytest.mark.parametrize("apart", [True, False])
def test_wherever_a_key_is_sent_on_alerts(name: str, apart: bool) -> None:
    assert score(betraying(rows("entrusted")["key-arg"], rows("channels")[name], apart=apart)) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("bots"))
@pytest.mark.parametrize("runner", ["exec", "system", "popen", "bash-c", "ps", "run-split"])
def test_a_bot_that_runs_what_it_is_told_alerts(name: str, runner: str) -> None:
    assert score(answering(rows("bots")[name], rows("runners")[runner])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("wires"))
def test_a_way_out_in_another_module_alerts(name: str) -> None:
    assert score(package(SOURCE, rows("wires")[name])) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("name", rows("sources"))
@pytest.mark.parametrize("facts", ["function", "fields"])
def test_what_another_module_takes_alerts(name: str, facts: str) -> None:
    assert score(package(rows("sources")[name], WIRE, facts=facts, address="config")) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("facts", FACTS)
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("heard", HEARD)
def test_however_its_modules_are_built_a_package_alerts(facts: str, address: str, heard: str) -> None:
    assert score(package(SOURCE, WIRE, facts=facts, address=address, heard=heard)) >= DEFAULT_THRESHOLD


def test_most_combinations_alert() -> None:
    draw = random.Random(7)
    built = [
        package(
            rows("sources")[draw.choice(KEPT)],
            draw.choice([*rows("wires").values()]),
            facts=draw.choice([*FACTS]),
            address=draw.choice([*ADDRESSES]),
            heard=draw.choice([*HEARD]),
        )
        for _ in range(120)
    ]
    assert sum(score(one) >= DEFAULT_THRESHOLD for one in built) >= 108
