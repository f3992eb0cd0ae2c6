"""The JSON interface: a project's newest release, and one release."""

from typing import Any

from aiohttp import web
from packaging.version import InvalidVersion, Version

from bot.demo.pypi.page import Page, cached, iso, json_answer
from bot.demo.pypi.state import File, Project, Release

__all__ = ["project", "release"]

_EMPTY: dict[str, Any] = dict.fromkeys(
    [
        "author",
        "author_email",
        "description",
        "description_content_type",
        "download_url",
        "dynamic",
        "home_page",
        "keywords",
        "license",
        "license_expression",
        "license_files",
        "maintainer",
        "maintainer_email",
        "platform",
        "project_urls",
        "provides_extra",
        "requires_dist",
        "requires_python",
        "summary",
    ]
)


async def project(page: Page) -> web.StreamResponse:
    found = page.state.project(page.part("name"))
    newest = _newest(found) if found else None
    if found is None or newest is None:
        return _missing()
    body = _release_json(page, found, newest)
    body["releases"] = {
        one.version: [_file_json(page, file) for file in one.files] for one in _shown(found) if one.files
    }
    return _answer(page, found, body)


async def release(page: Page) -> web.StreamResponse:
    found = page.state.project(page.part("name"))
    if found is None or found.status == "quarantined":
        return _missing()
    one = found.releases.get(page.part("version"))
    if one is None or one.quarantined:
        return _missing()
    return _answer(page, found, _release_json(page, found, one))


def _missing() -> web.Response:
    return json_answer({"message": "Not Found"}, status=404)


def _answer(page: Page, found: Project, body: dict[str, Any]) -> web.Response:
    answer = json_answer(body)
    answer.headers["Cache-Control"] = "max-age=900, public"
    answer.headers["X-PyPI-Last-Serial"] = str(found.serial)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return cached(page, answer)


def _shown(found: Project) -> list[Release]:
    return [one for one in found.releases.values() if not one.quarantined]


def _newest(found: Project) -> Release | None:
    """The newest release, finished and not yanked ones first."""
    if found.status == "quarantined":
        return None

    def rank(one: Release) -> tuple[bool, bool, bool, Any]:
        try:
            version = Version(one.version)
        except InvalidVersion:
            return (one.yanked is None, False, False, one.created)
        return (one.yanked is None, not version.is_prerelease, True, version)

    return max(_shown(found), key=rank, default=None)


def _release_json(page: Page, found: Project, one: Release) -> dict[str, Any]:
    page_url = f"{page.url}/project/{found.normalized}/"
    info = _EMPTY | {key: value for key, value in one.info.items() if value is not None}
    info |= {
        "bugtrack_url": None,
        "classifiers": one.info.get("classifiers") or [],
        "docs_url": None,
        "downloads": {"last_day": -1, "last_month": -1, "last_week": -1},
        "name": found.name,
        "package_url": page_url,
        "project_url": page_url,
        "release_url": f"{page_url}{one.version}/",
        "version": one.version,
        "yanked": one.yanked is not None,
        "yanked_reason": one.yanked or None,
    }
    return {
        "info": info,
        "last_serial": found.serial,
        "ownership": {"roles": [{"role": role, "user": user} for role, user in found.roles], "organization": None},
        "urls": [_file_json(page, file) for file in one.files],
        "vulnerabilities": [],
    }


def _file_json(page: Page, file: File) -> dict[str, Any]:
    moment = iso(file.uploaded_at)
    return {
        "comment_text": None,
        "core-metadata": bool(file.metadata),
        "digests": {"blake2b_256": file.blake2b_256, "md5": file.md5, "sha256": file.sha256},
        "downloads": -1,
        "filename": file.filename,
        "has_sig": False,
        "md5_digest": file.md5,
        "packagetype": file.package_type,
        "python_version": file.python_version,
        "requires_python": file.requires_python,
        "size": len(file.data),
        "upload_time": moment.partition(".")[0].removesuffix("Z"),
        "upload_time_iso_8601": moment,
        "url": f"{page.url}{file.path}",
        "yanked": file.yanked is not None,
        "yanked_reason": file.yanked or None,
    }
