"""Every kind of anomaly that reading an archive can give: what it means, and what it is worth.

An anomaly is a named value, never a reason to give up. ``incomplete`` kinds say that something was not read, so that
the report must not pass for a whole one; the others are merely suspicious. ``points`` are log-odds for a signal, from
how rare the kind is in popular wheels and sdists (nearly none has any) and how well it hides code from other readers.
"""

from dataclasses import dataclass

__all__ = ["KINDS", "Kind"]


@dataclass(frozen=True, slots=True)
class Kind:
    """``description`` is one line for the people who triage."""

    description: str
    incomplete: bool = False
    points: float = 0.0


def _unread(description: str, points: float = 0.0) -> Kind:
    return Kind(description, incomplete=True, points=points)


KINDS: dict[str, Kind] = {
    # Budgets: what one distribution may cost.
    "budget-bytes": _unread("Unpacks to more than the scanner reads; the rest was not scanned", 0.5),
    "budget-members": _unread("Holds more entries than the scanner reads; the rest was not scanned", 0.5),
    "budget-depth": _unread("Archives nested deeper than the scanner opens; the innermost was scanned as bytes only"),
    "budget-time": _unread("Took too long to unpack; the rest was not scanned"),
    "high-ratio": Kind("Unpacks to over 50 times its size, as archive bombs do", points=1.0),
    # What cannot be read at all.
    "archive-unknown": _unread("Not an archive of any format that installers know; scanned as plain bytes", 0.5),
    "archive-unsupported": _unread("An archive of a format that is not opened here; scanned as plain bytes"),
    "archive-damaged": _unread("Damaged: what could be unpacked before the fault was scanned"),
    "archive-oversized": _unread("A nested archive too large to be opened in memory; scanned as bytes only"),
    "entry-encrypted": _unread("Encrypted: only the encrypted bytes were scanned", 1.5),
    "method-unknown": _unread(
        "Compressed by a method that is not read here; only the compressed bytes were scanned", 1.0
    ),
    "tar-views-dropped": _unread("Too many readings of one tar at once; some were not followed", 1.5),
    "entry-not-encrypted": Kind(
        "Called encrypted and is not: readers differ in whether they look at that flag", points=2.0
    ),
    # More than one thing at once.
    "archive-quine": Kind("Contains itself, as endless archives do", points=2.0),
    "polyglot": Kind("Is two kinds of archive at once; different installers see different files", points=2.5),
    # Names.
    "name-empty": Kind("An entry has no name", points=1.0),
    "name-nul": Kind("An entry's name holds a NUL: some installers see a shorter name than others", points=2.5),
    "name-control": Kind(
        "An entry's name holds control or text-direction characters, which hide what it is", points=1.5
    ),
    "name-not-utf8": Kind("An entry's name is not UTF-8", points=0.2),
    "name-traversal": Kind("An entry's name climbs out of the target folder (..)", points=3.0),
    "name-absolute": Kind("An entry's name is an absolute path", points=3.0),
    "name-backslash": Kind("An entry's name holds a backslash, a path separator only on Windows", points=0.7),
    "name-reserved": Kind(
        "An entry's name means something else to Windows (device name, trailing dot or space)", points=0.3
    ),
    "name-long": Kind("An entry's path is longer than 4 KiB or deeper than 100 folders", points=1.0),
    "name-duplicate": Kind(
        "Two entries have the same name: which one is installed depends on the installer", points=1.5
    ),
    "name-collision": Kind(
        "Two names differ only by case or Unicode form: one replaces the other on some systems", points=0.5
    ),
    "name-second": Kind("An entry has a second name for readers that know Unicode path fields", points=2.0),
    # Links and other entries that are not files.
    "link": Kind("A symbolic or hard link; distributions hardly ever have one", points=0.2),
    "link-outside": Kind("A link to somewhere outside the archive", points=2.5),
    "device": Kind("A device, FIFO or another entry that is no file", points=1.5),
    "content-unexpected": Kind("A folder, link or device that carries content, which some readers skip", points=1.5),
    # Zip structure.
    "zip-header-mismatch": Kind(
        "The two descriptions of an entry disagree: installers see different files", points=2.0
    ),
    "zip-local-only": Kind("An entry is missing from the directory: some readers see it, others do not", points=2.0),
    "zip-entry-missing": _unread("The directory names an entry that is not there", 1.0),
    "zip-too-many-records": _unread("Directories that overlap endlessly; some of them were not followed", 1.5),
    "zip-overlap": Kind("Entries overlap: one entry's bytes are part of another", points=2.5),
    "zip-no-directory": Kind("The zip has no directory; entries were found by their own headers", points=1.0),
    "zip-second-directory": Kind("Several directories: installers that pick another one see other files", points=2.5),
    "zip-comment": Kind(
        "A comment that is longer than the file, or holds an end of its own: readers differ in which files they see",
        points=2.5,
    ),
    "zip-count-mismatch": Kind("The directory holds more or fewer entries than it says", points=1.5),
    "zip-prefix": Kind("Bytes before the first entry, other than a #! line", points=0.7),
    "zip-gap": Kind("Bytes between entries that belong to none", points=1.0),
    "zip-tail": Kind("Bytes after the end of the zip", points=1.0),
    "zip-descriptor": Kind("The sizes written behind an entry do not fit it", points=1.0),
    "zip-slack": Kind("An entry has bytes left over behind its compressed content", points=1.5),
    "zip-odd-method": Kind("Compressed by a method that PyPI refuses in wheels", points=0.7),
    "size-mismatch": Kind("An entry's content is not as long as declared", points=1.0),
    "crc-mismatch": Kind("An entry's checksum does not fit its content", points=1.0),
    # Tar and compressed streams.
    "tar-size-mismatch": Kind(
        "Two headers give one entry different sizes: tar readers see different files", points=2.5
    ),
    "tar-name-mismatch": Kind("Two headers give one entry names of different kinds", points=1.5),
    "tar-bad-header": Kind("A damaged header in the middle, at which other readers stop", points=1.0),
    "tar-bad-pax": Kind("An extended header that does not follow the format; some readers skip the entry", points=1.0),
    "tar-hidden-extension": Kind(
        "Bytes behind the end of an extended header, which Python's reader takes for a part of it", points=2.5
    ),
    "tar-file-slash": Kind("A file whose name ends in a slash: some installers take it for a folder", points=2.0),
    "tar-vendor-key": Kind("An extended header with keys of no known tool", points=0.5),
    "tar-sparse": Kind("A sparse file, which readers expand differently", points=1.0),
    "tar-unknown-type": Kind("An entry of a type that no standard defines", points=0.7),
    "tar-data-after-end": Kind("Data after the end of the tar, which installers do not show", points=1.5),
    "stream-trailing": Kind("Bytes after the end of the compressed stream", points=1.0),
    "stream-extra": Kind("The gzip header carries extra bytes or a comment", points=0.3),
}
