"""Which kind of archive bytes are, by what they hold and never by what they are called."""

from scanner.archive.tar_headers import BLOCK, CHECKSUM, is_header
from scanner.archive.zip_records import TAIL_BYTES, end_at, ends_near_tail, local_at

__all__ = ["COMPOUND", "PYINSTALLER", "STREAMS", "formats_of", "is_archive", "unsupported"]

# Compressed streams: a tar or one file is inside. Codec names are those of scanner.archive.streams.
STREAMS: dict[str, bytes] = {
    "gzip": b"\x1f\x8b\x08",
    "bzip2": b"BZh",
    "xz": b"\xfd7zXZ\0",
    "zstd": b"\x28\xb5\x2f\xfd",
    "lzma": b"\x5d\0\0",
}
BZIP2_BLOCK, BZIP2_END = b"1AY&SY", b"\x17\x72\x45\x38\x50\x90"
COMPOUND = "MSI or other compound file"
UNSUPPORTED: dict[str, bytes] = {
    "7-Zip": b"7z\xbc\xaf\x27\x1c",
    "RAR": b"Rar!\x1a\x07",
    "RPM": b"\xed\xab\xee\xdb",
    "Debian package": b"!<arch>\ndebian-binary",
    "cabinet": b"MSCF\0\0\0\0",
    "cpio": b"070701",
    "compress": b"\x1f\x9d",
    COMPOUND: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
}
_STREAM_LEADS, _UNSUPPORTED_LEADS = tuple(STREAMS.values()), tuple(UNSUPPORTED.values())
_EXECUTABLES = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
PYINSTALLER = b"MEI\014\013\012\013\016"


def is_archive(data: bytes) -> bool:
    """Whether this is an archive that ``read_members`` opens; cheap enough to ask of every member."""
    return bool(formats_of(data))


def formats_of(data: bytes, *, is_installed: bool = False) -> list[str]:
    """Every format that these bytes are at once: ``zip``, ``tar``, ``pyinstaller`` or the name of a codec.

    With ``is_installed``, by what installers take a distribution for: pip looks for a zip, wherever in the file that
    is, and Python reads a tar whose checksums are left empty. Of members, that would be too many.
    """
    found: list[str] = []
    if data.startswith(b"PK") and _starts_as_zip(data):
        found.append("zip")
    elif data.startswith(_STREAM_LEADS):
        found += [codec for codec, magic in STREAMS.items() if data.startswith(magic) and _is_stream(codec, data)]
    if is_header(data[:BLOCK]) and (is_installed or any(data[CHECKSUM])):
        found.append("tar")
    if "zip" not in found and _ends_as_zip(data, anywhere=is_installed or "tar" not in found):
        found.append("zip")
    if data.startswith(_EXECUTABLES) and not found and data.find(PYINSTALLER, max(0, len(data) - 4096)) != -1:
        found.append("pyinstaller")
    return found


def unsupported(data: bytes) -> str:
    """What known kind of archive this is that is not opened here; empty for anything else."""
    if not data.startswith(_UNSUPPORTED_LEADS):
        return ""
    return next((name for name, magic in UNSUPPORTED.items() if data.startswith(magic)), "")


def _is_stream(codec: str, data: bytes) -> bool:
    if codec == "bzip2":
        return data[4:10] in (BZIP2_BLOCK, BZIP2_END)
    if codec == "lzma":  # no magic of its own: dictionary size a power of two, and a size that is unknown or sane
        dictionary, size = int.from_bytes(data[1:5], "little"), int.from_bytes(data[5:13], "little")
        return len(data) > 18 and dictionary.bit_count() == 1 and (size == 2**64 - 1 or size < 2**40) and data[13] == 0
    return len(data) >= 12


def _starts_as_zip(data: bytes) -> bool:
    end = end_at(data, 0)
    return local_at(data, 0) is not None or (end is not None and (end.count == 0 or bool(end.directories)))


def _ends_as_zip(data: bytes, *, anywhere: bool) -> bool:
    """Whether readers that start from the end find a zip here: one with bytes before it, or a second format.

    A plain tar may end with a member that is a zip, so there the end record must be the very end, and not anywhere
    that readers look for it.
    """
    start = max(0, len(data) - TAIL_BYTES)
    # A lone control character is found, or missed, at many times the speed of four characters.
    if data.find(b"\5", start) == -1 or data.find(b"PK\5\6", start) == -1:
        return False
    ends = (end for end in ends_near_tail(data) if end.directories)
    return any(anywhere or end.end == len(data) for end in ends)
