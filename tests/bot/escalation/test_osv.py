import json
from pathlib import Path

from bot.escalation.osv import export, iocs
from bot.store.cases import move, put_verdict
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


def test_indicators_are_whole_addresses_only() -> None:
    evidence = [
        finding(
            snippet="post('https://collector.example.com/up?k=1') get('https://example.org') 'http://203.0.113.8/a'"
        )
    ]
    assert iocs(evidence) == {
        "urls": ["http://203.0.113.8/a", "https://collector.example.com/up?k=1"],
        "ip_addresses": ["203.0.113.8"],
    }
    assert iocs([finding(snippet="'http://127.0.0.1:8000/x' 'http://['")]) == {}
