"""How far real packages peel, and what peeling costs.

    python tests/benchmarks/peeling.py --malicious DIR [--limit N] [--failures] [--benign DIR]

``--malicious``: archives whose payload is encoded (something runs what it decodes, or holds a long encoded literal):
how deep each was peeled, and whether readable Python came out. ``--benign``: seconds in peel per megabyte, beside one
libyara pass with the standing rules over the same bytes. Archives are read in memory and nothing of them is written.
"""

import argparse
import collections
import re
import sys
import time
from pathlib import Path

from scanner.archive import Budget, read_members
from scanner.decode import PeelBudget, peel
from scanner.member import Layer, Member
from scanner.ruleset import load_rules

RUNS_DECODED = re.compile(
    rb"(?<![.\w])(?:exec|eval|compile|__import__)\s*\(.{0,400}?"
    rb"(?:decode|decompress|fromhex|unhexlify|loads|decrypt|\[::-1\]|chr\(|bytes\(\[)",
    re.DOTALL,
)
SINK = re.compile(rb"(?<![.\w])(?:exec|eval)\s*\(|FunctionType|marshal")
LITERAL = re.compile(rb"""['"][^'"\s]{80,}['"]|(?:\\x[0-9a-f]{2}){20}|(?:\d{1,3},\s*){40}""")
LONG = re.compile(rb"[A-Za-z0-9+/=_\\-]{400,}|(?:\\x[0-9a-f]{2}){100}|(?:\d{1,3},\s*){200}")
PYTHON = re.compile(rb"(?m)^\s*(?:import\s+\w|from\s+[\w.]+\s+import\s|def\s+\w+\s*\(|class\s+\w+|names: )|\w+\.\w+\(")
CODE = (".py", ".pyw", ".pth", ".pyc")


def is_encoded(member: Member) -> bool:
    """Whether a code member carries an encoded payload, judged without peeling."""
    data = member.data
    if not member.name.lower().endswith(CODE) or len(data) > 8_000_000:
        return False
    if RUNS_DECODED.search(data) and LITERAL.search(data):
        return True
    return SINK.search(data) is not None and LONG.search(data) is not None


def is_readable(layer: Layer) -> bool:
    """Whether a decoded layer reads as Python and is not itself mostly one encoded literal."""
    if not layer.path or layer.path == ("folded",) or not PYTHON.search(layer.data):
        return False
    rest = LONG.sub(b"", layer.data)
    return len(rest) > 0.25 * len(layer.data) or len(rest) > 3000


def archives(folder: Path, limit: int) -> list[Path]:
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    step = max(1, len(found) // limit) if limit else 1
    return found[::step]


def malicious(folder: Path, limit: int, *, failures: bool) -> None:
    encoded = readable = layers = small = 0
    small_seconds = 0.0
    depths: collections.Counter[int] = collections.Counter()
    stops: collections.Counter[str] = collections.Counter()
    slowest: list[tuple[float, str]] = []
    for file in archives(folder, limit):
        data = file.read_bytes()
        members = [member for member in read_members(data, Budget(), filename=file.name) if isinstance(member, Member)]
        is_in = any(is_encoded(member) for member in members)
        budget, depth, best = PeelBudget(), 0, 0
        started = time.process_time()
        for member in members:
            for layer in peel(member, budget):
                if not isinstance(layer, Layer):
                    stops[f"{layer.kind}: {layer.detail}"] += 1
                    continue
                layers += bool(layer.path)
                depth = max(depth, len(layer.path))
                if is_in and is_readable(layer):
                    best += 1
        seconds = time.process_time() - started
        slowest.append((seconds, str(file.relative_to(folder))))
        if len(data) < 100_000:
            small += 1
            small_seconds += seconds
        if is_in:
            encoded += 1
            readable += best > 0
            depths[depth] += 1
            if failures and not best:
                name = next(member.name for member in members if is_encoded(member))
                print(f"  not readable: {file.relative_to(folder)} {name} depth {depth}")
    print(f"archives with an encoded payload: {encoded}; readable Python came out of {readable}", end="")
    print(f" ({readable / max(encoded, 1):.1%}); decoded layers in all: {layers}")
    print("depth: archives  " + "  ".join(f"{depth}: {count}" for depth, count in sorted(depths.items())))
    print(f"small archives (< 100 kB): {small}, {1000 * small_seconds / max(small, 1):.1f} ms of peeling each")
    for text, count in stops.most_common(8):
        print(f"  {count} x {text}")
    for seconds, name in sorted(slowest, reverse=True)[:5]:
        print(f"  {seconds:.2f} s {name}")


def benign(folder: Path, limit: int) -> None:
    rules = load_rules()
    size = count = extra = 0
    peeling = matching = inflating = 0.0
    slowest: list[tuple[float, str, int]] = []
    for file in archives(folder, limit):
        data = file.read_bytes()
        started = time.process_time()
        members = [member for member in read_members(data, Budget(), filename=file.name) if isinstance(member, Member)]
        inflating += time.process_time() - started
        budget = PeelBudget()
        for member in members:
            count += 1
            size += len(member.data)
            started = time.process_time()
            found = list(peel(member, budget))
            spent = time.process_time() - started
            peeling += spent
            slowest.append((spent, f"{file.name} {member.name}", len(found)))
            extra += sum(len(layer.data) for layer in found[1:] if isinstance(layer, Layer))
            started = time.process_time()
            rules.compiled.match(data=member.data, timeout=60)
            matching += time.process_time() - started
    floor = matching + inflating
    megabytes = size / 1e6
    print(f"{count} members, {megabytes:.1f} MB, decoded beside them {extra / 1e6:.2f} MB")
    print(f"reading {inflating:.2f} s, one libyara pass {matching:.2f} s, peeling {peeling:.2f} s", end="")
    print(f" = {peeling / floor:.0%} of the floor, {megabytes / peeling:.0f} MB/s")
    for seconds, name, layers in sorted(slowest, reverse=True)[:12]:
        print(f"  {1000 * seconds:.0f} ms {name} ({layers} layers)")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--malicious", type=Path)
    parser.add_argument("--benign", type=Path)
    parser.add_argument("--limit", type=int, default=0, help="about this many archives of each folder")
    parser.add_argument("--failures", action="store_true", help="name the archives that gave nothing readable")
    options = parser.parse_args()
    if options.malicious:
        malicious(options.malicious, options.limit, failures=options.failures)
    if options.benign:
        benign(options.benign, options.limit)
    return 0 if options.malicious or options.benign else 2


if __name__ == "__main__":
    sys.exit(main())
