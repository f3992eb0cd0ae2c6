"""Discord's own OpenAPI description as the judge of both sides: the bot's requests and the stand-in's answers."""

import functools
import json
import os
import re
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

__all__ = ["Judge", "description_path"]

ROOT = "urn:discord-openapi"


def description_path() -> Path | None:
    """The description, where ``DISCORD_OPENAPI`` names it or it lies beside the checkout; else None."""
    named = os.environ.get("DISCORD_OPENAPI")
    beside = Path(__file__).parents[4] / "shared" / "contracts" / "discord-openapi.json"
    candidates = [Path(named)] if named else [beside]
    return next((path for path in candidates if path.is_file()), None)


class _Description:
    """The parsed document, with a validator for each part that was asked for."""

    def __init__(self, file: Path) -> None:
        document: dict[str, Any] = json.loads(file.read_text("utf-8"))
        self.paths: dict[str, dict[str, Any]] = document["paths"]
        self._registry = Registry[Any]().with_resource(ROOT, DRAFT202012.create_resource(document))
        by_literal = sorted(self.paths, key=lambda path: path.count("{"))
        self._templates = [(re.compile(re.sub(r"\{\w+\}", r"[^/]+", path) + r"\Z"), path) for path in by_literal]
        self._validators: dict[str, Draft202012Validator] = {}

    def template(self, path: str) -> str | None:
        return next((name for pattern, name in self._templates if pattern.match(path)), None)

    def validator(self, pointer: str) -> Draft202012Validator:
        found = self._validators.get(pointer)
        if found is None:
            found = Draft202012Validator({"$ref": f"{ROOT}#{pointer}"}, registry=self._registry)
            self._validators[pointer] = found
        return found


_parsed = functools.cache(_Description)  # a megabyte, and the same for every server of a test run


class Judge:
    """Checks requests and answers; ``violations`` holds one line for each thing that does not fit."""

    def __init__(self, description: Path) -> None:
        self._description = _parsed(description)
        self.violations: list[str] = []
        self.judged = 0

    def check(self, method: str, path: str, body: Any, status: int, answer: Any) -> None:
        """Judge one exchange; ``path`` without the version prefix, ``body`` and ``answer`` None where there is none."""
        template = self._description.template(path)
        operation = self._description.paths.get(template or "", {}).get(method.lower())
        if template is None or operation is None:
            self.violations.append(f"{method} {path}: not in the description")
            return
        self.judged += 1
        pointer = f"/paths/{template.replace('~', '~0').replace('/', '~1')}/{method.lower()}"
        where = f"{method} {template}"
        if body is not None and status < 300:
            schema = f"{pointer}/requestBody/content/application~1json/schema"
            self._validate(f"{where} request", schema, _with_text_ids(body))
        if status >= 300 or answer is None:
            return
        if str(status) not in operation["responses"]:
            self.violations.append(f"{where}: answered {status}, described are {sorted(operation['responses'])}")
            return
        content = operation["responses"][str(status)].get("content")
        if content:
            schema = f"{pointer}/responses/{status}/content/application~1json/schema"
            self._validate(f"{where} answer", schema, answer)

    def _validate(self, what: str, pointer: str, value: Any) -> None:
        problem = best_match(self._description.validator(pointer).iter_errors(value))
        if problem is not None:
            place = "/".join(map(str, problem.absolute_path))
            self.violations.append(f"{what} at {place or '/'}: {problem.message[:300]}")


def _with_text_ids(body: Any) -> Any:
    """The body with text where discord.py writes ids as numbers, which Discord takes as well."""
    if not isinstance(body, dict):
        return body
    mended = dict(body)
    allowed, attachments = body.get("allowed_mentions"), body.get("attachments")
    if isinstance(allowed, dict):
        ids = {
            key: [str(one) for one in allowed[key]] for key in ("users", "roles") if isinstance(allowed.get(key), list)
        }
        mended["allowed_mentions"] = allowed | ids
    if isinstance(attachments, list):
        mended["attachments"] = [one | {"id": str(one.get("id"))} for one in attachments]
    return mended
