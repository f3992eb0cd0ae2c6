"""From a distribution's bytes to its members."""

import io
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["Budget", "read_members"]


@dataclass
class Budget:
    """What one distribution may cost; shared by all its members and nested archives, counted down as it is spent."""

    bytes: int = 512 * 1024 * 1024  # real output, whatever the headers declare
    members: int = 100_000


def read_members(data: bytes, budget: Budget) -> Iterator[Member | Anomaly]:
    """Every member of an archive in stored order, and each anomaly where it shows. Never raises for bad content."""
    try:
        if data[:2] == b"\x1f\x8b":
            with tarfile.open(fileobj=io.BytesIO(data)) as tar:
                for entry in tar:
                    content = tar.extractfile(entry) if entry.isreg() else None
                    if content:
                        yield Member(name=entry.name, data=content.read(budget.bytes))
        else:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield Member(name=info.filename, data=archive.read(info), offset=info.header_offset)
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        yield Anomaly(kind="archive-unreadable", detail=str(error))
