"""When operators are told something, and what."""

import msgspec

from bot.desk import Running, Watch
from bot.desk.watching import FailedHour, ReportTrouble, Waiting
from bot.notices.conditions import Limits, notices_of
from bot.settings import IndexSettings, Settings
from tests.bot.cases import T0

CALM = Watch(
    queue={"scanned": 9},
    oldest_waiting_at=None,
    last_upload_at=T0 - 9,
    last_scan_at=T0 - 8,
    outbox={},
    cards=Waiting(0, None, None),
    reports=(),
    failed=(),
    report_mode="live",
    report_auto="quorum",
    threshold=0.5,
    rules=90,
    running=Running(
        started_at=T0 - 9000,
        last_poll_at=T0 - 4,
        last_event_at=T0 - 6,
        rss_at=T0 - 30,
        gateway=True,
        rules_digest="ab" * 32,
        credentials="token of ada",
        credentials_good=True,
    ),
    problems=(),
)


def told(watch: Watch, now: float = T0, **running: object) -> dict[str, str]:
    """What is told of a watch, with some of what the parts know changed: text by key."""
    changed = msgspec.structs.replace(watch, running=msgspec.structs.replace(watch.running, **running))
    return {one.key: f"{one.words} {one.detail}" for one in notices_of(changed, now, Limits())}


def test_a_calm_watch_tells_nothing() -> None:
    assert told(CALM) == {}


def test_a_start_is_given_time_for_its_first_poll() -> None:
    assert told(CALM, started_at=T0 - 60, last_poll_at=None, last_event_at=None) == {}
    assert set(told(CALM, started_at=T0 - 130, last_poll_at=None, last_event_at=None)) == {"changelog-down"}


def test_a_silent_changelog_is_told_with_what_rss_does_meanwhile() -> None:
    text = told(CALM, last_poll_at=T0 - 121, feed_error="503 of the index")["changelog-down"]
    assert "503 of the index" in text
    assert "RSS stands in" in text
    assert "not seen" in told(CALM, last_poll_at=T0 - 121, rss_error="503")["changelog-down"]


def test_the_wait_for_a_poll_follows_how_often_the_index_is_asked() -> None:
    slow = Settings(index=IndexSettings(poll_seconds=60))  # pyright: ignore[reportCallIssue]
    assert Limits.of(slow).no_poll == 24 * 60
    assert Limits.of(Settings()).no_poll == 120


def test_an_index_that_answers_and_says_nothing_is_told() -> None:
    assert "30 minutes" in told(CALM, last_event_at=T0 - 1801)["changelog-quiet"]


def test_an_old_queue_is_told_with_its_length() -> None:
    watch = msgspec.structs.replace(CALM, queue={"seen": 40, "fetched": 2}, oldest_waiting_at=T0 - 901)
    assert "42 wait in all" in told(watch)["queue-old"]


def test_cards_that_cannot_be_delivered_are_told_with_discords_answer() -> None:
    watch = msgspec.structs.replace(CALM, cards=Waiting(3, T0 - 301, "50013 Missing Permissions"))
    assert "50013" in told(watch)["cards-stuck"]


def test_a_gateway_that_is_gone_for_long_is_told() -> None:
    assert told(CALM, gateway=False, gateway_down_since=T0 - 10) == {}
    assert "not answered" in told(CALM, gateway=False, gateway_down_since=T0 - 301)["gateway-down"]


def test_failed_uploads_are_counted_once_their_hour_is_over() -> None:
    hour = int(T0 // 3600)
    watch = msgspec.structs.replace(CALM, failed=(FailedHour(hour, 5, "now"), FailedHour(hour - 1, 7, "broken zip")))
    found = told(watch)
    assert set(found) == {f"uploads-failed:{hour - 1}"}
    assert "UTC: 7." in found[f"uploads-failed:{hour - 1}"]
    assert "broken zip" in found[f"uploads-failed:{hour - 1}"]


def test_rules_walls_and_credentials_are_told() -> None:
    found = told(
        CALM,
        rules_refused="x.yar: syntax error",
        rules_loaded_at=T0 - 5,
        walls_missing=("network: no Landlock",),
        credentials="PyPI refuses the token (403)",
        credentials_good=False,
    )
    assert "syntax error" in found["rules-refused"]
    assert "90 rules" in found[f"rules-loaded:abababababab:{int(T0 - 5)}"]
    assert "no Landlock" in found["walls-missing"]
    assert "403" in found["credentials-refused"]


def test_a_role_that_nobody_can_have_is_told_by_its_setting() -> None:
    assert "MEERKAT_ROLES__SENIOR" in told(CALM, roles_missing=("MEERKAT_ROLES__SENIOR",))["roles-missing"]


def test_credentials_that_are_not_checked_yet_are_no_news() -> None:
    assert told(CALM, credentials_good=None) == {}


def test_each_report_that_failed_or_is_unknown_is_told_by_itself() -> None:
    troubles = (ReportTrouble(4, 1, "a", "failed", "400"), ReportTrouble(6, 2, "b", "unknown", "reset"))
    found = told(msgspec.structs.replace(CALM, reports=troubles))
    assert "was refused" in found["report:4"]
    assert "may or may not" in found["report:6"]
