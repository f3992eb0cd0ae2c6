"""The report interface: who may report, what a report must hold, and what the index does with it."""

import json
import re
from typing import Any

from aiohttp import web

from bot.demo.pypi.page import Page, error_page, json_answer
from bot.demo.pypi.state import Observation, User

__all__ = ["echo", "observe"]

VENDOR = "application/vnd.pypi.api-v0-danger+json"
KINDS = ["is_malware", "is_spam", "is_dependency_confusion", "something_else"]


async def echo(page: Page) -> web.StreamResponse:
    """Whose token this is."""
    user = _user(page)
    return (
        _denied() if user is None or not _accepts(page) else json_answer({"username": user.name}, content_type=VENDOR)
    )


async def observe(page: Page) -> tuple[web.StreamResponse, Observation | None]:
    """Take a report; also gives it, so that the caller can act on it after the answer."""
    project = page.state.project(page.part("name"))
    if project is None:  # looked up before anybody is authenticated
        return error_page(404, "Page Not Found (404) · PyPI"), None
    if _scheme(page) not in ("", "bearer") and _user(page, any_scheme=True):
        return error_page(503, "503 Backend is unhealthy"), None
    user = _user(page)
    if user is None or not user.observer or not _accepts(page):
        return _denied(), None
    refusal = _refusal(page, await page.request.read(), project.name)
    if isinstance(refusal, web.Response):
        return refusal, None
    payload = refusal | {"origin": "api"}
    observation = page.registry.observe(project.name, user, payload)
    body = {"project": project.name, "thanks": "for the observation"}
    return json_answer(body, status=202, content_type=VENDOR), observation


def _scheme(page: Page) -> str:
    return page.request.headers.get("Authorization", "").partition(" ")[0].lower()


def _user(page: Page, *, any_scheme: bool = False) -> User | None:
    scheme, _, token = page.request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" and not any_scheme:
        return None
    found = next((user for user in page.state.users.values() if user.token == token.strip()), None)
    return None if found is None or found.frozen or found.project_scoped else found


def _accepts(page: Page) -> bool:
    accept = page.request.headers.get("Accept", "*/*")
    return any(kind in accept for kind in ("*/*", VENDOR))


def _denied() -> web.Response:
    return json_answer({"message": "Access was denied to this resource."}, status=403)


def _invalid(exception: str, message: str, field: str | None = None) -> web.Response:
    problem = {"exception": exception, "message": message} | ({"field": field} if field else {})
    return json_answer([problem], status=400)


def _refusal(page: Page, body: bytes, project: str) -> web.Response | dict[str, Any]:
    """The report, or why it is refused."""
    if page.request.content_type != VENDOR:
        return _invalid(
            "RequestBodyValidationError",
            f"Content for the following mimetype not found: {page.request.content_type}. Valid mimetypes: ['{VENDOR}']",
        )
    if not body:
        return _invalid("MissingRequiredRequestBody", "Missing required request body")
    try:
        report: Any = json.loads(body, parse_constant=_not_finite)
        json.dumps(report, ensure_ascii=False).encode()
    except ValueError:
        return _invalid("RequestBodyValidationError", f"Failed to deserialize value with {VENDOR} mimetype")
    problem = _schema_problem(page, report)
    if problem is not None:
        return problem
    if report["kind"] == "is_malware" and "inspector_url" not in report:
        missing = {"error": "missing required fields", "missing": ["inspector_url"], "project": project}
        return json_answer(missing, status=400)
    if b"\\u0000" in body:  # the index's database cannot hold it, and the edge hides the error behind a 503
        return error_page(503, "503 Backend is unhealthy")
    return report


def _not_finite(name: str) -> float:
    raise ValueError(name)


def _schema_problem(page: Page, report: Any) -> web.Response | None:
    if not isinstance(report, dict):
        return _invalid("ValidationError", f"{report!r} is not of type 'object'")
    for name in ("kind", "summary"):
        if name not in report:
            return _invalid("ValidationError", f"'{name}' is a required property", "kind/summary")
    for name in ("kind", "summary", "inspector_url"):
        if name in report and not isinstance(report[name], str):
            return _invalid("ValidationError", f"{report[name]!r} is not of type 'string'", name)
    if report["kind"] not in KINDS:
        return _invalid("ValidationError", f"{report['kind']!r} is not one of {KINDS}", "kind")
    pattern = f"^{re.escape(page.inspector_url)}/project/.*"
    if "inspector_url" in report and not re.match(pattern, report["inspector_url"]):
        return _invalid("ValidationError", f"{report['inspector_url']!r} does not match {pattern!r}", "inspector_url")
    return None
