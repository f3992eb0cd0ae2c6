"""``meerkat scan`` as people and scripts run it: a process with arguments, output and an exit code."""

import asyncio
import errno
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web

from scanner.cli.targets import resolve_targets
from tests.scanner.distributions import rule, sdist, wheel, write_rules

COMMAND = (sys.executable, "-m", "bot.cli", "scan")
KEYS = [
    *("schema", "path", "project", "version", "filename", "sha256", "verdict", "score", "complete", "findings"),
    *("anomalies", "members", "bytes", "seconds", "error"),
]
FINDING_KEYS = ["rule", "behaviour", "points", "member", "layers", "line", "snippet", "scope", "status"]


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"'))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two honest distributions, one that alerts, and a file that is none."""
    made = tmp_path / "dists"
    (made / "deeper").mkdir(parents=True)
    (made / "calm-1.0-py3-none-any.whl").write_bytes(wheel({"calm.py": "x = 1\n"}, "calm"))
    (made / "loud-2.0.tar.gz").write_bytes(
        sdist({"setup.py": "\n\x1b[31mMARKER_WORD\u202e\u2028 = 1\n"}, "loud", "2.0")
    )
    (made / "deeper" / "quiet-1.0-py3-none-any.whl").write_bytes(wheel({"quiet.py": "y = 1\n"}, "quiet"))
    (made / "notes.txt").write_text("MARKER_WORD", "utf-8")
    return made


def scan(rules: Path, *arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, "--rules", str(rules), "--jobs", "2", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=100,
        cwd=rules.parent,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)} | environment,
    )


def test_json_lines_follow_the_contract_one_per_distribution_in_order(rules: Path, folder: Path):
    done = scan(rules, folder, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["project"] for line in lines] == ["calm", "quiet", "loud"]
    assert all(list(line) == KEYS for line in lines)
    loud = lines[2]
    assert (loud["schema"], loud["verdict"], loud["complete"], loud["error"]) == (1, "alert", True, None)
    assert loud["path"] == str(folder / "loud-2.0.tar.gz")
    assert loud["sha256"] == hashlib.sha256((folder / "loud-2.0.tar.gz").read_bytes()).hexdigest()
    finding = next(item for item in loud["findings"] if item["rule"] == "marker")
    assert list(finding) == FINDING_KEYS
    assert (finding["member"], finding["line"], finding["scope"]) == ("loud-2.0/setup.py", 2, "setup")
    assert "\x1b[31mMARKER_WORD\u202e" in finding["snippet"]
    assert all(list(item) == ["kind", "member", "detail"] for line in lines for item in line["anomalies"])


def test_the_text_shows_where_the_evidence_is_and_no_hostile_character(rules: Path, folder: Path):
    done = scan(rules, folder)
    assert done.returncode == 0
    assert "marker" in done.stdout
    assert "loud-2.0/setup.py:2" in done.stdout
    assert "<U+001B>" in done.stdout
    assert "<U+202E>" in done.stdout
    assert "\x1b" not in done.stdout
    assert "1 alert" in done.stdout


def test_sarif_names_file_and_line_and_describes_its_rules(rules: Path, folder: Path):
    done = scan(rules, folder, "--format", "sarif")
    log = json.loads(done.stdout)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    described = run["tool"]["driver"]["rules"]
    assert all(item["help"]["text"] and item["shortDescription"]["text"] for item in described)
    result = next(item for item in run["results"] if item["ruleId"] == "marker")
    assert described[result["ruleIndex"]]["id"] == "marker"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("loud-2.0.tar.gz!/loud-2.0/setup.py")
    assert place["region"]["startLine"] == 2
    assert all(
        item["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
        and item["level"] in ("none", "note", "warning", "error")
        for item in run["results"]
    )


def test_an_alert_fails_only_where_that_is_asked_for(rules: Path, folder: Path):
    assert scan(rules, folder / "loud-2.0.tar.gz", "--fail-on-alert").returncode == 1
    assert scan(rules, folder / "calm-1.0-py3-none-any.whl", "--fail-on-alert").returncode == 0


def test_the_threshold_decides_what_is_an_alert(rules: Path, folder: Path):
    done = scan(rules, folder / "calm-1.0-py3-none-any.whl", "--threshold", "0", "--format", "json")
    assert [item["verdict"] for item in json.loads(done.stdout)] == ["alert"]


def test_targets_may_stand_in_a_file(rules: Path, folder: Path, tmp_path: Path):
    named = tmp_path / "list.txt"
    # With the mark that editors put before UTF-8.
    named.write_text(f"{folder / 'calm-1.0-py3-none-any.whl'}\n\n# the quiet ones\n", "utf-8-sig")
    done = scan(rules, "--from-file", named, "--format", "jsonl")
    assert [json.loads(line)["project"] for line in done.stdout.splitlines()] == ["calm"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing-1.0.tar.gz"], "missing-1.0.tar.gz: no such file"),
        (["bad name!"], "write a path, name or name==version"),
        (["name==not.a.version!"], "is no version"),
        ([], "nothing to scan"),
        (["--from-file", "nowhere.txt"], "nowhere.txt: cannot be read"),
        (["."], "no distribution files below this folder"),
        (["--seconds", "inf", "x.whl"], "--seconds"),
    ],
)
def test_a_bad_target_is_said_in_one_line(rules: Path, arguments: list[str], said: str):
    done = scan(rules, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_bad_rules_are_said_with_their_file(rules: Path, folder: Path):
    (rules / "broken.yar").write_text("rule broken { condition: }", "utf-8")
    done = scan(rules, folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "broken.yar" in done.stderr


def test_what_cannot_be_scanned_fails_visibly_and_the_rest_is_done(rules: Path, folder: Path):
    (folder / "broken-1.0.tar.gz").write_bytes(b"no archive at all")
    done = scan(rules, folder, "--format", "jsonl")
    verdicts = {item["project"]: item for item in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 3
    assert verdicts["broken"]["verdict"] == "failed"
    assert verdicts["broken"]["error"]
    assert verdicts["calm"]["verdict"] == "clean"


def test_a_name_that_is_no_text_is_told_with_its_odd_bytes(rules: Path, folder: Path):
    (folder / "loud-2.0.tar.gz").rename(folder / os.fsdecode(b"loud\xff-2.0.tar.gz"))
    done = scan(rules, folder, "--format", "jsonl")
    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout.splitlines()[-1])
    assert (told["verdict"], told["filename"]) == ("alert", "loud\\xff-2.0.tar.gz")
    assert told["path"] == f"{folder}/loud\\xff-2.0.tar.gz"


def test_a_reader_that_goes_away_is_no_error(rules: Path, folder: Path):
    for number in range(40):
        (folder / f"more{number}-1.0-py3-none-any.whl").write_bytes(wheel({"m.py": f"x = {number}\n"}, f"more{number}"))
    command = [*COMMAND, "--rules", str(rules), "--format", "jsonl", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert json.loads(process.stdout.readline())["project"] == "calm"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_scanning_needs_no_discord(rules: Path, folder: Path, tmp_path: Path):
    blocked = tmp_path / "blocked"
    (blocked / "discord").mkdir(parents=True)
    (blocked / "discord" / "__init__.py").write_text("raise ImportError('discord is not installed here')", "utf-8")
    path = os.pathsep.join([str(blocked), *sys.path])
    done = scan(rules, folder, "--format", "jsonl", PYTHONPATH=path)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 3)


@pytest.fixture
async def index() -> AsyncIterator[str]:
    """A package index with one release of two files."""
    files = {
        "loud-2.0.tar.gz": sdist({"setup.py": "MARKER_WORD = 1\n"}, "loud", "2.0"),
        "loud-2.0-py3-none-any.whl": wheel({"loud.py": "x = 1\n"}, "loud", "2.0"),
    }

    async def simple(request: web.Request) -> web.Response:
        if request.match_info["name"] != "loud":
            raise web.HTTPNotFound
        page = {
            "meta": {"api-version": "1.3", "_last-serial": 7},
            "name": "loud",
            "versions": ["2.0"],
            "files": [
                {
                    "filename": name,
                    "url": str(request.url.with_path(f"/files/{name}")),
                    "hashes": {"sha256": hashlib.sha256(data).hexdigest()},
                    "size": len(data),
                    "upload-time": "2026-01-01T00:00:00Z",
                    "yanked": False,
                }
                for name, data in files.items()
            ],
        }
        return web.json_response(
            page, content_type="application/vnd.pypi.simple.v1+json", headers={"X-PyPI-Last-Serial": "7"}
        )

    async def file(request: web.Request) -> web.Response:
        return web.Response(body=files[request.match_info["name"]])

    app = web.Application()
    app.router.add_get("/simple/{name}/", simple)
    app.router.add_get("/files/{name}", file)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_release_is_fetched_from_the_index_and_every_file_of_it_is_scanned(rules: Path, index: str):
    done = await asyncio.to_thread(
        scan, rules, "loud==2.0", "unknown-project", "--format", "jsonl", MEERKAT_INDEX__URL=index
    )
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert {(line["filename"], line["verdict"], line["path"]) for line in lines[:2]} == {
        ("loud-2.0.tar.gz", "alert", None),
        ("loud-2.0-py3-none-any.whl", "clean", None),
    }
    assert (lines[2]["project"], lines[2]["verdict"]) == ("unknown-project", "failed")
    assert done.returncode == 3


def test_names_are_compared_with_the_list_of_the_settings(rules: Path, tmp_path: Path):
    (tmp_path / "names.txt").write_text("meerkatlike\n")
    (tmp_path / "meerkatlikes-1.0-py3-none-any.whl").write_bytes(wheel({"x.py": "x = 1\n"}, "meerkatlikes"))
    target = tmp_path / "meerkatlikes-1.0-py3-none-any.whl"

    def found(**environment: str) -> set[str]:
        [line] = json.loads(scan(rules, target, "--format", "json", **environment).stdout)
        return {finding["rule"] for finding in line["findings"]}

    assert not any(rule.startswith("name-") for rule in found())
    assert any(rule.startswith("name-") for rule in found(MEERKAT_SCAN__POPULAR="names.txt"))


def test_what_is_too_large_for_a_worker_is_not_even_read(rules: Path, tmp_path: Path):
    with (tmp_path / "vast-1.0.tar.gz").open("wb") as file:
        file.truncate(2**40)
    done = scan(rules, tmp_path / "vast-1.0.tar.gz", "--format", "json")
    assert (done.returncode, done.stderr) == (3, "")
    [line] = json.loads(done.stdout)
    assert (line["verdict"], line["error"]) == ("failed", "larger than 536,870,912 bytes: not scanned")


def test_a_folder_that_cannot_be_looked_into_is_no_silent_gap(folder: Path, monkeypatch: pytest.MonkeyPatch):
    look = os.scandir

    def refuse(path: str):
        if str(path).endswith("deeper"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return look(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = resolve_targets([str(folder)])
    assert [path.name for path in found if isinstance(path, Path)] == [
        "calm-1.0-py3-none-any.whl",
        "deeper",
        "loud-2.0.tar.gz",
    ]


def test_an_empty_target_is_not_the_folder_one_is_in(rules: Path):
    done = scan(rules, "")
    assert (done.returncode, done.stdout) == (2, "")
    assert "an empty target" in done.stderr
