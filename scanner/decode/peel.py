"""From a member to its layers: its own text first, then everything that decoding gives, depth-first."""

import itertools
import re
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from typing import Final

from scanner.archive.tar_headers import BLOCK, is_header
from scanner.decode import (
    blobs,
    broken,
    brought,
    containers,
    gates,
    marshal_reader,
    naming,
    pickle_reader,
    shell,
    spelling,
)
from scanner.decode.budget import PeelBudget, PeelBudgetError
from scanner.decode.fold import Folded, fold
from scanner.decode.places import are_literals_sure
from scanner.decode.run import Lines, Run, out_of_time
from scanner.decode.scope import scope_of
from scanner.decode.text import transcode, utf16_text
from scanner.member import Layer, Member, MemberKind, plain_name
from scanner.report import Anomaly, Scope

__all__ = ["peel"]

CODE_SUFFIXES: Final = (".py", ".pyw", ".pth", ".pyi", ".pyx", ".pye")
PICKLE_SUFFIXES: Final = (".pkl", ".pickle", ".pck", ".joblib", ".dill")
# Data files up to this size are searched for encoded text; larger ones are models and media.
MAX_SEARCHED: Final = 32 * 1024 * 1024
MAX_CODE: Final = 16 * 1024 * 1024
LINE_END: Final = re.compile(rb"[\r\n]+|\\[rn]")
PHRASE: Final = 8  # bytes of a line that tell whether it stands in a text as it is


def _is_code(low: str, data: bytes) -> bool:
    """Whether a member is source: by its name in small letters, or by the interpreter that it says to run it."""
    return low.endswith(CODE_SUFFIXES) or (data.startswith(b"#!") and b"python" in data[:80].partition(b"\n")[0])


def peel(member: Member, budget: PeelBudget | None = None, *, scope: Scope | None = None) -> Iterator[Layer | Anomaly]:
    """The member itself as a layer, then every layer that decoding it gives; ``scope`` where not its name says it.

    Static and bounded by ``budget`` (its own when None): content never raises, it gives anomalies (``peel-bytes``,
    ``peel-layers``, ``peel-depth``, ``peel-time``, ``peel-incomplete``,
    ``peel-fault``) beside what was found.
    """
    budget = budget or PeelBudget()
    scope = scope or scope_of(member.name)
    if member.kind in (MemberKind.LINK, MemberKind.DEVICE):
        yield Layer(member=member, data=member.data, scope=scope)
        return
    low = plain_name(member.name).lower()
    own = Layer(member=member, data=member.data, scope=scope, is_code=_is_code(low, member.data))
    # Python's site reads start-up files, and knows no cookies.
    text = transcode(member.data, cookies=not low.endswith(".pth"))
    texts = [own]
    if text.path:
        lines = range(1, text.data.count(b"\n") + 2)
        read = replace(own, data=text.data, path=text.path, lines=lines)
        texts = [read] if text.replaces(member.data) else [own, read]
    yield from texts
    run = Run(member, budget, scope)
    if budget.seconds <= 0 or not member.data:
        return
    run.started = budget.now()
    spent: PeelBudgetError | None = None
    try:
        for found in itertools.chain.from_iterable(_stored(run, one, low) for one in texts):
            budget.seconds -= budget.now() - run.started
            yield found
            run.started = budget.now()
            if budget.seconds <= 0:
                raise out_of_time()
    except PeelBudgetError as stop:
        spent = stop
    except (RecursionError, MemoryError):
        yield Anomaly(kind="peel-incomplete", detail="nested too deep to peel", member=member.name)
    except Exception as error:
        # A fault of ours on hostile input: the member's own layer stands, and people see that the rest is missing.
        yield Anomaly(kind="peel-fault", detail=f"{type(error).__name__}: {error}"[:200], member=member.name)
    budget.seconds -= budget.now() - run.started
    if budget.seconds <= 0:  # the next member finds nothing left, and says nothing of it
        spent = spent or out_of_time()
    if spent is not None:
        yield Anomaly(kind=spent.kind, detail=spent.detail, member=member.name)
    for reason in dict.fromkeys(run.stops):
        kind = "peel-depth" if reason == "depth" else "peel-incomplete"
        yield Anomaly(kind=kind, detail=f"stopped early: {reason}", member=member.name)


def _stored(run: Run, own: Layer, name: str) -> Iterator[Layer]:
    """Layers of a member as stored, by what kind of file it is."""
    data = own.data
    if own.is_code:
        if name.endswith(".pth"):
            codes = containers.startup_code(data)
            for code in codes:
                yield from _code(run, run.text(code, own.path, None), gated=False)
            if codes:
                yield from _runs(run, own)  # what it runs may read the lines beside it
                return
        yield from _code(run, own, gated=True)
        return
    is_searched = not blobs.is_executable(data) and len(data) <= MAX_SEARCHED
    tar = containers.tar_start(data) if is_searched else None
    if tar is not None and run.first_time(data[tar:]):
        yield run.layer(data[tar:], (*own.path, "appended"), None, is_code=False)
    is_read = yield from _by_format(run, own, name)
    if not is_searched:
        return
    if is_read:  # but its reader may stop long before the end
        yield from _runs(run, own)
        yield from _commands(run, own)
    else:
        yield from _data(run, own)


def _by_format(run: Run, own: Layer, name: str) -> Generator[Layer, None, bool]:
    """What a file of a format that carries code or payload gives. Returns whether that is all that it is read for."""
    data = own.data
    body = marshal_reader.pyc_body(data) if data[2:4] == b"\r\n" else None
    if body is not None:
        yield from _marshal(run, body, (*own.path, "pyc"), None)
        return True
    code = containers.notebook_code(data) if name.endswith(".ipynb") else None
    if code is not None:
        cells = run.layer(code, (*own.path, "notebook"), None, is_code=True)
        yield cells
        yield from _code(run, cells, gated=True)
        return True
    if pickle_reader.begins_pickle(data) or (name.endswith(PICKLE_SUFFIXES) and pickle_reader.looks_like_pickle(data)):
        yield from _pickle(run, data, (*own.path, "pickle"), None)
        return True
    for tail in containers.appended(data):
        is_code = blobs.looks_like_code(tail)
        text = run.text(tail, (*own.path, "appended"), None, is_code=is_code)
        is_tar = is_header(tail[:BLOCK]) and run.first_time(tail)
        if is_tar or blobs.looks_like_text(tail) or blobs.is_executable(tail):
            run.budget.spend_layer(len(tail))
            yield text
        yield from _text(run, text)
    return False


def _data(run: Run, own: Layer) -> Iterator[Layer]:
    """A data file: the whole of it decoded, the encoded texts in it, or plain code that a loader may run."""
    data = own.data
    head = data[:64]
    is_encoded = len(data) <= MAX_CODE and (b" " not in head or not head.isascii() or blobs.mirrored(data) is not None)
    if is_encoded and (yield from _unwrapped(run, data, own.path, 1)) and data.isascii():
        return  # behind what is no text, anything may stand
    if (
        len(data) < 1 << 20
        and b"import " in data
        and gates.worth_folding(data, gates.words_of(data), has_run=False)
        and blobs.looks_like_code(data)
    ):
        yield from _code(run, own, gated=False)
        return
    yield from _runs(run, own)
    yield from _commands(run, own)


def _runs(run: Run, text: Layer) -> Iterator[Layer]:
    """Encoded texts found by their looks in a longer text."""
    lines = Lines(text)
    for start, blob in run.bounded(blobs.encoded_runs(text.data, quoted=not text.is_code)):
        if run.first_time(blob):
            yield from _unwrapped(run, blob, text.path, lines.at(start))


def _commands(run: Run, text: Layer) -> Iterator[Layer]:
    """What the shell commands in a text of any kind decode."""
    lines = Lines(text)
    for start, steps, out in run.bounded(shell.commands(text.data)):
        yield from _decoded(run, out, (*text.path, *steps), lines.at(start))


def _code(run: Run, text: Layer, *, gated: bool) -> Iterator[Layer]:
    """Source text: folded where that is worth it, searched for encoded text in any case."""
    data = text.data
    if len(data) > MAX_CODE:
        run.stops.append(f"{len(data):,} bytes of source")
        return
    plain = _respelled(run, text)
    if plain is not None:
        yield plain
        yield from _code(run, plain, gated=gated)
    words = text.words[gates.WORDS]
    has_run, has_command = gates.has_run(words), gates.has_command(words)
    is_folded = not gated or gates.worth_folding(data, words, has_run=has_run)
    if text.words[brought.BROUGHT]:
        lines = Lines(text)
        for start, script in run.bounded(brought.scripts(data)):
            if run.first_time(script):
                yield run.layer(script, (*text.path, "literal"), lines.at(start), is_code=False)
    if not (is_folded or has_run or has_command or text.words[naming.ALIASES]):
        return
    if plain is not None and are_literals_sure(text):
        text.forget_tree()
        return  # that was the same program
    if (named := _renamed(run, text)) is not None:
        yield named
        yield from _code(run, named, gated=gated)
    if has_command:
        yield from _commands(run, text)
    if is_folded:
        line = text.origin_line or 1 if text.path and text.lines is None else None  # None: each its own
        folded = fold(data, run.budget, path=text.path, line=line, tree=text.tree)
        text.forget_tree()  # the text has been given already, and its own layers bring theirs
        yield from _folded(run, text, folded)
        if not folded.parsed:
            lines = Lines(text)
            for start, steps, out in run.bounded(broken.literals(data, run.tried)):
                yield from _decoded(run, out, (*text.path, *steps), lines.at(start))
    if has_run:
        yield from _runs(run, text)


def _respelled(run: Run, text: Layer) -> Layer | None:
    """A text as everybody writes it, where it is spelled otherwise; None of any other."""
    odd = text.words[spelling.ODD]
    if text.path[-1:] == ("respelled",) or not odd:
        return None
    found = spelling.respelled(text.data, odd)
    return None if found is None else _otherwise(run, text, "respelled", *found)


def _renamed(run: Run, text: Layer) -> Layer | None:
    """A text with what it imports by its own name, where it has another; None of any other."""
    if text.path[-1:] == ("renamed",) or not text.words[naming.ALIASES]:
        return None
    found = naming.renamed(text.data)
    return None if found is None else _otherwise(run, text, "renamed", found, range(1, found.count(b"\n") + 2))


def _otherwise(run: Run, text: Layer, step: str, data: bytes, lines: Sequence[int]) -> Layer | None:
    """A text written otherwise, with the line of ``text`` for each of its own; None where it was given before."""
    if not run.first_time(data):
        return None
    return run.layer(data, (*text.path, step), text.origin_line, is_code=True, lines=text.lines_of(lines))


def _as_written(run: Run, text: Layer) -> Iterator[Layer]:
    """A decoded text as everybody writes it, and by the names that everybody uses."""
    for plain in (_respelled(run, text), _renamed(run, text)):
        if plain is not None:
            yield plain


def _folded(run: Run, text: Layer, folded: Folded) -> Iterator[Layer]:
    if folded.stopped is not None:
        run.stops.append(folded.stopped)
    while folded.emissions:
        found = folded.emissions.pop(0)
        if found.path[-1:] == ("folded",):
            if run.first_time(found.data):
                lines = None if found.lines is None else text.lines_of(found.lines)
                layer = run.layer(found.data, found.path, found.line, is_code=True, lines=lines)
                yield layer
                layer.forget_tree()
                yield from _as_written(run, layer)
                yield from _commands(run, layer)
        elif found.is_read:
            if run.first_time(found.data):
                layer = replace(run.layer(found.data, found.path, found.line, is_code=True), is_run=found.is_run)
                if found.tree is not None:
                    layer.__dict__["tree"] = found.tree  # as if it had been asked for
                yield layer
                del found  # and with it the tree, before what the text holds brings more of them
                layer.forget_tree()
                yield from _as_written(run, layer)
                yield from _runs(run, layer)
                yield from _commands(run, layer)
        else:
            yield from _decoded(run, found.data, found.path, found.line, is_code=found.is_code, is_run=found.is_run)
    for literal in run.bounded(folded.literals):
        data, path = literal.data, (*literal.path, "literal")
        if not run.first_time(data):
            continue
        yield from _unwrapped(run, data, literal.path, literal.line)
        if blobs.is_executable(data) or blobs.is_archive(data):
            yield run.layer(data, path, literal.line, is_code=False)
        elif blobs.looks_like_text(data) and blobs.looks_like_code(data) and not _stands_in(text.data, data):
            yield from _source(run, data, path, literal.line)


def _stands_in(source: bytes, literal: bytes) -> bool:
    """Whether anybody can read a literal in its source, be it in pieces: one of its first lines is there as it is."""
    lines = map(bytes.strip, LINE_END.split(literal[: 16 * 1024]))
    return any(line in source for line in itertools.islice((line for line in lines if len(line) >= PHRASE), 8))


def _decoded(
    run: Run, data: bytes, path: tuple[str, ...], line: int | None, *, is_code: bool = False, is_run: bool = False
) -> Iterator[Layer]:
    """Bytes that a decoder gave: a layer if they can be read, and whatever is inside them."""
    if len(path) > run.budget.depth:
        raise PeelBudgetError("peel-depth", f"more than {run.budget.depth} decoding steps, one inside the other")
    if not run.first_time(data):
        return
    if marshal_reader.looks_like_marshal(data):
        marked = path if path[-1:] == ("marshal",) else (*path, "marshal")
        yield from _marshal(run, data, marked, line)
        return
    body = marshal_reader.pyc_body(data)
    if body is not None:
        yield from _marshal(run, body, (*path, "pyc"), line)
        return
    wide = utf16_text(data) if 0 in data[:64] else None
    if wide is not None:
        data, path = wide[0], (*path, *wide[1])
    if blobs.is_executable(data) or data.startswith(b"PK\x03\x04"):
        yield run.layer(data, path, line, is_code=False)
        return
    if blobs.looks_like_text(data):
        layer = run.layer(data, path, line, is_code=is_code or blobs.looks_like_code(data))
        text = replace(layer, is_run=is_run)
        yield text
        yield from _text(run, text)
        return
    if blobs.is_archive(data):
        yield run.layer(data, path, line, is_code=False)
        return
    run.budget.spend_bytes(len(data))
    if pickle_reader.begins_pickle(data):
        yield from _pickle(run, data, (*path, "pickle"), line)
        return
    yield from _unwrapped(run, data, path, line)


def _unwrapped(run: Run, data: bytes, path: tuple[str, ...], line: int | None) -> Generator[Layer, None, bool]:
    """What decoding on trial gives, and what is inside that. Returns whether it gave anything."""
    found = False
    for steps, out in blobs.unwrap(data, run.tried):
        found = True
        yield from _decoded(run, out, (*path, *steps), line)
    return found


def _text(run: Run, text: Layer) -> Iterator[Layer]:
    """What is inside a decoded text."""
    if text.is_code:
        yield from _code(run, text, gated=len(text.data) >= gates.PROGRAM)
        return
    if not (yield from _unwrapped(run, text.data, text.path, text.origin_line)):
        yield from _runs(run, text)
        yield from _commands(run, text)


def _marshal(run: Run, data: bytes, path: tuple[str, ...], line: int | None) -> Iterator[Layer]:
    try:
        text, inner = marshal_reader.listing(marshal_reader.read_marshal(data))
    except ValueError:
        yield from _runs(run, run.text(data, path, line, is_code=False))
        return
    listing = text.encode("utf-8", "surrogatepass")
    layer = run.layer(listing, path, line, is_code=False)
    yield layer
    yield from _commands(run, layer)
    yield from _constants(run, inner, path, line)


def _pickle(run: Run, data: bytes, path: tuple[str, ...], line: int | None) -> Iterator[Layer]:
    try:
        text, inner, is_whole = pickle_reader.read_pickle(data)
    except ValueError:
        return
    if not is_whole:
        run.stops.append(f"over {pickle_reader.MAX_OPCODES:,} opcodes of a pickle")
    yield run.layer(text.encode("utf-8", "surrogatepass"), path, line, is_code=False)
    yield from _constants(run, inner, path, line)


def _constants(run: Run, found: Sequence[bytes], path: tuple[str, ...], line: int | None) -> Iterator[Layer]:
    """Long constants of a code object or a pickle: encoded, or source text that it passes to exec."""
    for blob in run.bounded(filter(run.first_time, found)):
        if marshal_reader.looks_like_marshal(blob):
            yield from _marshal(run, blob, (*path, "marshal"), line)
            continue
        yield from _unwrapped(run, blob, path, line)
        if blobs.looks_like_text(blob) and b"\n" in blob and blobs.looks_like_code(blob):
            yield from _source(run, blob, (*path, "constant"), line)


def _source(run: Run, data: bytes, path: tuple[str, ...], line: int | None) -> Iterator[Layer]:
    """Source text that a value holds as it is, and what is inside that."""
    text = run.layer(data, path, line, is_code=True)
    yield text
    yield from _code(run, text, gated=True)
