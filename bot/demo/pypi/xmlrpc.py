"""The XML-RPC interface: the mirroring methods, and a fault for all that is gone. Faults come with HTTP 200."""

import xmlrpc.client
from bisect import bisect_right
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.demo.pypi.page import Page, error_page, typed

__all__ = ["EVENTS_PER_CALL", "XmlRpc", "fault_body", "rate_fault"]

EVENTS_PER_CALL = 50_000
GONE = frozenset(
    [
        "changelog",
        "package_data",
        "package_urls",
        "top_packages",
        "search",
        "list_packages",
        "package_releases",
        "release_urls",
        "release_data",
        "system.multicall",
    ]
)


def fault_body(code: int, message: str) -> bytes:
    """The body of a fault."""
    return xmlrpc.client.dumps(xmlrpc.client.Fault(code, message)).encode()


def rate_fault(reset: int) -> bytes:
    """The body that a client over its rate gets."""
    return fault_body(
        -32500,
        "HTTPTooManyRequests: The action could not be performed because there were too many requests by the client. "
        f"Limit may reset in {reset} seconds.",
    )


class XmlRpc:
    """Answers calls; keeps the moving window of the rate limit (``quota`` calls in ``window`` seconds)."""

    def __init__(self, quota: int = 3600, window: int = 3600) -> None:
        self.quota = quota
        self.window = window
        self._calls: deque[float] = deque()

    async def answer(self, page: Page) -> web.StreamResponse:
        if page.request.content_type != "text/xml":
            return error_page(404, "404 Not Found")
        left, reset = self._spend(page.registry.clock())
        headers = {
            "RateLimit-Policy": f'"xmlrpc.client";q={self.quota};w={self.window};pk=:ip:',
            "RateLimit": f'"xmlrpc.client";r={max(left, 0)};t={reset}',
        }
        body = rate_fault(reset) if left < 0 else _call(page, await page.request.read())
        return typed(body, "text/xml; charset=utf-8", headers=headers)

    def _spend(self, now: float) -> tuple[int, int]:
        while self._calls and self._calls[0] <= now - self.window:
            self._calls.popleft()
        if len(self._calls) < self.quota:
            self._calls.append(now)
            left = self.quota - len(self._calls)
        else:
            left = -1
        return left, max(1, round(self._calls[0] + self.window - now)) if self._calls else self.window


def _call(page: Page, body: bytes) -> bytes:
    try:
        values, method = xmlrpc.client.loads(body)
    except Exception:  # expat, type and value errors alike: the body is no call
        return fault_body(-32700, "parse error; not well formed")
    if method in GONE:
        return fault_body(-32500, f"RuntimeError: PyPI no longer supports the XMLRPC {method} method.")
    found = _METHODS.get(method or "")
    if found is None:
        return fault_body(-32601, f"server error; requested method not found: {method}")
    handler, types = found
    if len(values) != len(types):
        return fault_body(-32602, "server error; invalid method parameters")
    for (name, kind), value in zip(types, values, strict=True):
        if type(value) is not kind:
            return fault_body(-32602, f"client error; {name}: Input should be a valid {kind.__name__}")
    return xmlrpc.client.dumps((handler(page, *values),), methodresponse=True, allow_none=True).encode()


def _last_serial(page: Page) -> int:
    return page.state.journal[-1].serial if page.state.journal else 0


def _since(page: Page, serial: int) -> list[list[Any]]:
    journal = page.state.journal
    start = bisect_right(journal, serial, key=lambda event: event.serial)
    return [event.row() for event in journal[start : start + EVENTS_PER_CALL]]


def _packages(page: Page) -> dict[str, int]:
    return {project.name: project.serial for project in page.state.projects.values()}


def _roles(page: Page, name: str) -> list[list[str]]:
    project = page.state.project(name)
    return [list(role) for role in project.roles] if project else []


def _owned(page: Page, user: str) -> list[list[str]]:
    projects = sorted(page.state.projects.values(), key=lambda one: one.name)
    return [[role, project.name] for project in projects for role, name in project.roles if name == user]


_METHODS: dict[str, tuple[Callable[..., Any], tuple[tuple[str, type], ...]]] = {
    "changelog_last_serial": (_last_serial, ()),
    "changelog_since_serial": (_since, (("serial", int),)),
    "list_packages_with_serial": (_packages, ()),
    "package_roles": (_roles, (("package_name", str),)),
    "user_packages": (_owned, (("username", str),)),
}
