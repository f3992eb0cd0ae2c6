"""The upload form that a client fills from a distribution's own core metadata."""

import io
import tarfile
import zipfile
from email import message_from_bytes
from typing import Any

__all__ = ["core_metadata", "form"]

_PLAIN = {
    "author": "Author",
    "author_email": "Author-Email",
    "home_page": "Home-Page",
    "keywords": "Keywords",
    "license": "License",
    "maintainer": "Maintainer",
    "maintainer_email": "Maintainer-Email",
    "summary": "Summary",
    "requires_python": "Requires-Python",
    "description_content_type": "Description-Content-Type",
}


def core_metadata(filename: str, data: bytes) -> bytes | None:
    """METADATA of a wheel or PKG-INFO of an sdist; None where there is none or the archive is broken."""
    try:
        if filename.endswith((".whl", ".zip", ".egg")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = [n for n in archive.namelist() if n.endswith((".dist-info/METADATA", "/PKG-INFO"))]
                return archive.read(names[0]) if names else None
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                if member.name.count("/") == 1 and member.name.endswith("/PKG-INFO"):
                    found = archive.extractfile(member)
                    return found.read() if found else None
    except Exception:  # scripts publish broken archives on purpose, in every way an archive can break
        return None
    return None


def form(raw: bytes | None) -> dict[str, Any]:
    """The ``info`` fields that this metadata fills."""
    if raw is None:
        return {}
    message = message_from_bytes(raw)
    filled: dict[str, Any] = {key: str(message[name]) for key, name in _PLAIN.items() if message[name]}
    filled["classifiers"] = [str(one) for one in message.get_all("Classifier", [])]
    filled["requires_dist"] = [str(one) for one in message.get_all("Requires-Dist", [])] or None
    links = [str(one).partition(", ") for one in message.get_all("Project-URL", [])]
    filled["project_urls"] = {label: url for label, _, url in links} or None
    filled["description"] = str(message.get_payload() or message["Description"] or "")
    return filled
