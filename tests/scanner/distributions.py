"""Small distributions and rules, made in the test."""

import io
import tarfile
import zipfile
from pathlib import Path

RULE = """
rule {name} {{
    meta:
        id = "T-{name}"
        author = "test"
        description = "A word that the test looks for"
        behaviour = "execution"
        points = "{points}"
        group = "{name}"
        scope = "{scope}"
        filetypes = "{filetypes}"
        attack = "T1059"
        reference = "https://example.org/"
        date = "2026-01-01"
        status = "{status}"
        fp_notes = ""
    strings:
        $a = {text}
        {more}
    condition:
        {condition}
}}
"""


def rule(
    name: str,
    text: str,
    *,
    points: float = 8.0,
    scope: str = "any",
    filetypes: str = "any",
    status: str = "stable",
    more: str = "",
    condition: str = "$a",
) -> str:
    """The source of a rule; ``text`` is its string ``$a`` as YARA writes it."""
    return RULE.format(
        name=name,
        text=text,
        points=points,
        scope=scope,
        filetypes=filetypes,
        status=status,
        more=more,
        condition=condition,
    )


def write_rules(folder: Path, *sources: str) -> Path:
    """A rule folder with one file per source."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, source in enumerate(sources):
        (folder / f"rule{number}.yar").write_text(source, "utf-8")
    return folder


def wheel(files: dict[str, str | bytes], name: str = "sample", version: str = "1.0") -> bytes:
    """A wheel that holds these files and its metadata."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
        archive.writestr(
            f"{name}-{version}.dist-info/METADATA",
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n\nText.\n",
        )
        archive.writestr(f"{name}-{version}.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
    return buffer.getvalue()


def sdist(files: dict[str, str | bytes], name: str = "sample", version: str = "1.0") -> bytes:
    """A source distribution that holds these files below its folder."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            entry = tarfile.TarInfo(f"{name}-{version}/{path}")
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()
