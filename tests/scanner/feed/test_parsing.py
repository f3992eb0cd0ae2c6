"""What the feed's parsers make of answers that are broken, forged or too clever."""

import contextlib
import xmlrpc.client

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scanner.feed import Garbled, RateLimited
from scanner.feed.changelog import parse_reply
from scanner.feed.faults import retry_after
from scanner.feed.rss import parse_projects, parse_releases

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    b"<methodResponse><params><param><value><string>&b;</string></value></param></params></methodResponse>"
)
ITEM = (
    "<item><title>Some_Pkg 1.0</title><link>https://example.org/project/some-pkg/1.0/</link>"
    "<description>{}</description><pubDate>Tue, 01 Sep 2026 10:00:00 GMT</pubDate></item>"
)


def feed(*items: str) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{"".join(items)}</channel></rss>'.encode()
    )


def test_events_may_have_no_version() -> None:
    reply = xmlrpc.client.dumps(([["x", None, 1, "create", 2]],), methodresponse=True, allow_none=True).encode()
    assert parse_reply(reply) == [["x", None, 1, "create", 2]]


@pytest.mark.parametrize(("said", "meant"), [("17", 17), ("999999999", 3600)])
def test_a_fault_over_the_rate_tells_when_to_come_back_within_an_hour(said: str, meant: float) -> None:
    text = f"HTTPTooManyRequests: The action could not be performed because ... Limit may reset in {said} seconds."
    with pytest.raises(RateLimited) as caught:
        parse_reply(xmlrpc.client.dumps(xmlrpc.client.Fault(-32500, text)).encode())
    assert caught.value.retry_after == meant


@pytest.mark.parametrize("body", [b"", b"<html>503</html>", b"<methodResponse><params><param><value><int>1", BOMB])
def test_what_is_no_reply_is_garbled(body: bytes) -> None:
    with pytest.raises(Garbled):
        parse_reply(body)


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_make_a_parser_raise_anything_else(body: bytes) -> None:
    for parse in (parse_reply, parse_releases, parse_projects):
        with contextlib.suppress(Garbled, RateLimited):
            parse(body)


def test_releases_are_read_with_their_time() -> None:
    (item,) = parse_releases(feed(ITEM.format("a summary")))
    assert (item.name, item.project, item.version, item.published) == ("Some_Pkg", "some-pkg", "1.0", 1_788_256_800)


@pytest.mark.parametrize("summary", ["\ufffe", "<b>", "& more", "]]>", "\x0b"])
def test_one_ill_formed_summary_hides_no_release(summary: str) -> None:
    other = ITEM.replace("Some_Pkg", "other").replace("some-pkg", "other").format("fine")
    names = [item.name for item in parse_releases(feed(ITEM.format(summary), other))]
    assert names == ["Some_Pkg", "other"]


def test_projects_and_an_empty_channel() -> None:
    item = "<item><title>newpkg added to PyPI</title><guid>x</guid></item>"
    assert [item.name for item in parse_projects(feed(item))] == ["newpkg"]
    assert parse_releases(feed()) == ()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("7", 7.0), ("Tue, 01 Sep 2026 10:00:30 GMT", 30.0), ("soon", None), ("", None), ("99999999", 3600.0)],
)
def test_retry_after_comes_as_seconds_or_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}, 1_788_256_800.0) == seconds
