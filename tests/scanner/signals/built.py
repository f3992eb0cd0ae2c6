"""Small distributions made in memory, and what the signals say about them."""

import base64
import hashlib
import io
import tarfile
import zipfile

from scanner.archive import Budget, read_members
from scanner.decode.scope import scope_of
from scanner.member import Layer
from scanner.report import Anomaly, Finding, ReleaseFacts, ScanJob
from scanner.scan import names_from_filename
from scanner.signals import Signals

METADATA = (
    "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\nSummary: Reads tide tables of small harbours\n"
    "Author: Ada Quill\nAuthor-email: ada@quill.example.org\nProject-URL: Home, https://quill.example.org/tides\n\n"
    "# {name}\n\nReads the tide tables of small harbours and draws them as curves, with the moon beside.\n"
)


def wheel(files: dict[str, bytes], *, name: str = "tidetables", record: bool = True) -> bytes:
    """A wheel with METADATA and, unless told otherwise, a right RECORD."""
    files = {f"{name}-1.0.dist-info/METADATA": METADATA.format(name=name).encode(), **files}
    if record:
        lines = [
            f"{path},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}"
            for path, data in files.items()
        ]
        files[f"{name}-1.0.dist-info/RECORD"] = "\n".join([*lines, f"{name}-1.0.dist-info/RECORD,,", ""]).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return out.getvalue()


def sdist(files: dict[str, bytes], *, name: str = "tidetables", metadata: str = METADATA) -> bytes:
    """A source distribution; paths are below its one folder."""
    files = {"PKG-INFO": metadata.format(name=name).encode(), **files}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, data in files.items():
            entry = tarfile.TarInfo(f"{name}-1.0/{path}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return out.getvalue()


def findings(filename: str, data: bytes, *, facts: ReleaseFacts | None = None) -> list[Finding]:
    """Every signal that fires, with each member's own layer as the only one."""
    job = ScanJob(filename=filename, data=data, facts=facts or ReleaseFacts())
    project, version = names_from_filename(filename)
    signals = Signals(job, project, version)
    for member in read_members(data, Budget(), filename=filename):
        if isinstance(member, Anomaly):
            signals.see_anomaly(member)
            continue
        scope = scope_of(member.name)
        signals.see(member, scope)
        signals.see_layer(Layer(member=member, data=member.data, scope=scope, is_code=member.name.endswith(".py")))
    return list(signals.findings())


def fired(filename: str, data: bytes, *, facts: ReleaseFacts | None = None) -> set[str]:
    return {finding.rule for finding in findings(filename, data, facts=facts)}


WHEEL = "tidetables-1.0-py3-none-any.whl"
SDIST = "tidetables-1.0.tar.gz"
CODE = {"tidetables/__init__.py": b"def tide(hour):\n    return hour * 0.26\n" * 20}
