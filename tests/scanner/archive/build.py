"""Archives by hand, record by record, so that each can lie where a library would not. Everything inside is inert."""

import io
import struct
import tarfile
import zlib
from dataclasses import dataclass, replace

from scanner.archive import Budget, read_members
from scanner.member import Member
from scanner.report import Anomaly

BLOCK = 512


@dataclass(frozen=True)
class Entry:
    """A zip entry. ``None`` fields follow from the content; the local record takes ``local`` fields where given."""

    name: bytes
    content: bytes = b""
    method: int = 8
    packed: bytes | None = None
    flags: int = 0
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    extra: bytes = b""
    mode: int = 0
    descriptor: bytes | None = None  # written behind the content; the local record then has no sizes

    def bytes_packed(self) -> bytes:
        if self.packed is not None:
            return self.packed
        return deflated(self.content) if self.method == 8 else self.content

    def numbers(self) -> tuple[int, int, int]:
        packed = self.bytes_packed()
        return (
            zlib.crc32(self.content) if self.crc is None else self.crc,
            len(packed) if self.packed_size is None else self.packed_size,
            len(self.content) if self.size is None else self.size,
        )


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def local(entry: Entry) -> bytes:
    crc, packed, size = entry.numbers() if entry.descriptor is None else (0, 0, 0)
    flags = entry.flags | (8 if entry.descriptor is not None else 0)
    head = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, flags, entry.method, 0, 33, crc, packed, size, len(entry.name), len(entry.extra)
    )
    return head + entry.name + entry.extra + entry.bytes_packed() + (entry.descriptor or b"")


def central(entry: Entry, offset: int, comment: bytes = b"") -> bytes:
    flags = entry.flags | (8 if entry.descriptor is not None else 0)
    crc, packed, size = entry.numbers()
    head = struct.pack(
        "<4s6H3I5H2I",
        b"PK\1\2",
        (3 << 8) | 20,
        20,
        flags,
        entry.method,
        0,
        33,
        crc,
        packed,
        size,
        len(entry.name),
        len(entry.extra),
        len(comment),
        0,
        0,
        entry.mode << 16,
        offset,
    )
    return head + entry.name + entry.extra + comment


def end(count: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    return struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, size, offset, len(comment)) + comment


def make_zip(
    *entries: Entry, directory: list[Entry] | None = None, prefix: bytes = b"", gap: bytes = b"", comment: bytes = b""
) -> bytes:
    """A zip of local records for ``entries``; ``directory`` may say something else about them, in the same order."""
    body, offsets = prefix, []
    for entry in entries:
        offsets.append(len(body) - len(prefix))
        body += local(entry) + gap
    listed = list(entries) if directory is None else directory
    records = b"".join(central(entry, offset) for entry, offset in zip(listed, offsets, strict=False))
    return body + records + end(min(len(listed), len(offsets)), len(records), len(body) - len(prefix), comment)


def header(
    name: bytes,
    size: int = 0,
    kind: bytes = b"0",
    link: bytes = b"",
    magic: bytes = b"ustar\x0000",
    prefix: bytes = b"",
) -> bytes:
    block = bytearray(BLOCK)
    block[: len(name)] = name
    block[100:108] = b"0000644\0"
    block[108:116] = block[116:124] = b"0000000\0"
    block[124:136] = b"%011o\0" % size
    block[136:148] = b"%011o\0" % 0
    block[156:157] = kind
    block[157 : 157 + len(link)] = link
    block[257 : 257 + len(magic)] = magic
    block[345 : 345 + len(prefix)] = prefix
    return seal(block)


def seal(block: bytearray) -> bytes:
    """The block with its checksum made right."""
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def padded(content: bytes) -> bytes:
    return content + bytes(-len(content) % BLOCK)


def tar_entry(name: bytes, content: bytes = b"", **fields: bytes) -> bytes:
    return header(name, len(content), **fields) + padded(content)  # pyright: ignore[reportArgumentType]


def pax_record(key: bytes, value: bytes) -> bytes:
    length = len(key) + len(value) + 3
    total = length + len(str(length))
    total = length + len(str(total))
    return b"%d %s=%s\n" % (total, key, value)


def pax(*records: tuple[bytes, bytes], kind: bytes = b"x") -> bytes:
    return tar_entry(b"PaxHeaders/x", b"".join(pax_record(*record) for record in records), kind=kind)


TAR_END = bytes(2 * BLOCK)


def make_tar(*parts: bytes) -> bytes:
    return b"".join(parts) + TAR_END


def ordinary_tar(files: dict[str, bytes], mode: str = "w:") -> bytes:
    """What Python's own tools write."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as tar:  # pyright: ignore[reportCallIssue, reportArgumentType]
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


@dataclass
class Seen:
    members: list[Member]
    anomalies: list[Anomaly]

    @property
    def kinds(self) -> set[str]:
        return {anomaly.kind for anomaly in self.anomalies}

    @property
    def names(self) -> list[str]:
        return [member.name for member in self.members]

    def contents(self, name: str) -> list[bytes]:
        return [member.data for member in self.members if member.name == name]

    def anywhere(self, content: bytes) -> bool:
        return any(content in member.data for member in self.members)


def read(data: bytes, budget: Budget | None = None, filename: str = "") -> Seen:
    seen = Seen([], [])
    for item in read_members(data, budget or Budget(), filename=filename):
        if isinstance(item, Anomaly):
            seen.anomalies.append(item)
        else:
            seen.members.append(item)
    return seen


def but(entry: Entry, **changes: object) -> Entry:
    """The same entry with other fields: for a directory that disagrees."""
    return replace(entry, **changes)  # pyright: ignore[reportArgumentType]
