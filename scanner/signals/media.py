"""Pictures and sounds that are not, or that carry more than their format says."""

import re
from collections.abc import Iterator

from scanner.member import Member, MemberKind
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["MediaCheck", "tail_length"]

NOT_MEDIA = SignalKind(
    name="media-disguise",
    behaviour="obfuscation",
    description="A file with the suffix of a picture or sound holds code or an archive",
    points=2.5,
    group="media",
)
TAIL = SignalKind(
    name="media-tail",
    behaviour="obfuscation",
    description="Data hangs behind the end of a picture or sound, where no viewer looks",
    points=1.5,
    group="media",
)

MAGIC: dict[str, tuple[bytes, ...]] = {
    "png": (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"),
    "jpg": (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF"),
    "jpeg": (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF"),
    "gif": (b"GIF8", b"\x89PNG", b"\xff\xd8\xff", b"RIFF"),
    "wav": (b"RIFF", b"RIFX", b"RF64", b"FORM"),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    "ico": (b"\0\0\1\0", b"\0\0\2\0", b"\x89PNG", b"BM"),
}
HIDDEN = re.compile(
    rb"^\s*(import |from \w+ import|#!|exec\(|<\?php|PK\x03\x04|\x1f\x8b\x08|Rar!|7z\xbc\xaf|[\w+/]{400})"
)
# Editors leave a few bytes and short comments; a payload needs more room.
SMALLEST_TAIL = 128


def tail_length(data: bytes) -> int:
    """Bytes behind the end that the format itself states, for PNG, GIF-free WAV and RIFF; 0 where it cannot be told."""
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        position = 8
        while position + 12 <= len(data):
            length, name = int.from_bytes(data[position : position + 4], "big"), data[position + 4 : position + 8]
            position += 12 + length
            if name == b"IEND":
                return max(0, len(data) - position)
        return 0
    if data[:4] == b"RIFF" and data[8:12] in (b"WAVE", b"WEBP"):
        return max(0, len(data) - 8 - int.from_bytes(data[4:8], "little") - 1)
    return 0


class MediaCheck(Check):
    kinds = (NOT_MEDIA, TAIL)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.found: list[tuple[SignalKind, str, str, Scope]] = []

    def see(self, member: Member, scope: Scope) -> None:
        magic = MAGIC.get(member.name.rpartition(".")[2].lower())
        if magic is None or member.kind is not MemberKind.FILE or member.truncated or not member.data:
            return
        if not member.data.startswith(magic):
            if HIDDEN.match(member.data[:600]):
                self.found.append((NOT_MEDIA, member.name, f"starts with {member.data[:12]!r}", scope))
        elif (tail := tail_length(member.data)) >= SMALLEST_TAIL and any(member.data[-tail:][:SMALLEST_TAIL]):
            self.found.append((TAIL, member.name, f"{tail:,} bytes behind the end", scope))

    def findings(self) -> Iterator[Finding]:
        for kind, name, evidence, scope in self.found[:5]:
            yield finding(kind, member=name, evidence=evidence, scope=scope)
