"""Versions in several spellings, and the ones that file names hold."""

from collections.abc import Iterable
from functools import cached_property, lru_cache

from packaging.version import InvalidVersion, Version

__all__ = ["Spellings", "same_version", "version_in"]


@lru_cache(4096)
def _meaning(version: str) -> Version | str:
    try:
        return Version(version)
    except InvalidVersion:
        return version


def same_version(one: str, other: str) -> bool:
    """Whether two spellings name one version (PEP 440: ``1.0`` and ``v1.0.0``)."""
    return one == other or _meaning(one) == _meaning(other)


class Spellings:
    """A project's versions as the index writes them; looking one up costs the same however many there are."""

    def __init__(self, versions: Iterable[str]) -> None:
        self._listed = dict.fromkeys(versions)

    def __contains__(self, version: str) -> bool:
        return version in self._listed

    @cached_property
    def _by_meaning(self) -> dict[Version | str, str]:
        found: dict[Version | str, str] = {}
        for version in self._listed:
            found.setdefault(_meaning(version), version)
        return found

    def listed(self, version: str) -> str:
        """The index's own spelling of a version; the given one where it lists none."""
        return version if version in self else self._by_meaning.get(_meaning(version), version)


def version_in(filename: str, versions: Spellings) -> str:
    """The version that a file belongs to, by its name and the project's list of versions.

    A file name holds the version in another spelling at times; the list has the index's own.
    """
    if filename.endswith((".whl", ".egg")):
        parts = filename.rsplit(".", 1)[0].split("-")
        written = parts[1] if len(parts) > 1 else ""
    else:
        stem = filename
        for ending in (".tar.gz", ".zip", ".tar.bz2", ".tar.xz", ".tgz", ".tar", ".exe", ".msi", ".rpm", ".deb"):
            stem = stem.removesuffix(ending)
        parts = stem.split("-")
        tails = ("-".join(parts[start:]) for start in range(1, len(parts)))  # the longest first
        written = next((tail for tail in tails if tail in versions), parts[-1])
    return written if written in versions else versions.listed(written.replace("_", "+", 1))
