"""What Discord refuses in a message: code 50035 with the field's path, and 50006 for an empty one."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.demo.discord.state import COMPONENTS_V2, walk

__all__ = ["ApiError", "check_choices", "check_message", "check_modal"]

Json = dict[str, Any]
Problem = tuple[str, str, str]  # dotted path, code, message

CONTENT, EMBEDS, EMBED_SUM, FIELDS = 2000, 10, 6000, 25
EMBED_TEXTS = {"title": 256, "description": 4096, "footer.text": 2048, "author.name": 256}
ROWS, PER_ROW, CUSTOM_ID, LABEL, URL = 5, 5, 100, 80, 512
V2_COMPONENTS, V2_TEXT = 40, 4000
SELECT_OPTIONS, OPTION_TEXT, PLACEHOLDER = 25, 100, 150
MODAL_TITLE, MODAL_ITEMS, LABEL_TEXT, INPUT_TEXT = 45, 5, 45, 4000
CHOICES, NONCE = 25, 25


class ApiError(Exception):
    """An error answer: HTTP status, Discord's code, its message, and errors by field."""

    def __init__(self, status: int, code: int, message: str, errors: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"{status} {code} {message}")
        self.status = status
        self.body: Json = {"message": message, "code": code} | ({"errors": errors} if errors else {})


def length(text: Any) -> int:
    """The length that Discord counts: of the trimmed text, in UTF-16 units, the stricter of the readings."""
    return len(str(text).strip().encode("utf-16-le", "surrogatepass")) // 2


def check_message(body: Json, *, flags: int, has_files: bool) -> None:
    """Raise ApiError where Discord would refuse this whole message (an edit is checked as merged)."""
    problems = list(_message_problems(body, flags))
    if problems:
        raise _form_error(problems)
    embeds = [one for one in body.get("embeds") or [] if any(value for key, value in one.items() if key != "type")]
    if not (str(body.get("content") or "").strip() or embeds or has_files or body.get("components")):
        raise ApiError(400, 50006, "Cannot send an empty message")


def check_modal(body: Json) -> None:
    """Raise ApiError for a form that Discord would refuse."""
    problems: list[Problem] = []
    problems += _longer(body.get("title", ""), MODAL_TITLE, "data.title", least=1)
    problems += _longer(body.get("custom_id", ""), CUSTOM_ID, "data.custom_id", least=1)
    items = body.get("components") or []
    if not 1 <= len(items) <= MODAL_ITEMS:
        problems.append(("data.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MODAL_ITEMS} in length."))
    for at, item in enumerate(items):
        path = f"data.components.{at}"
        if item.get("type") == 18:
            problems += _longer(item.get("label", ""), LABEL_TEXT, f"{path}.label", least=1)
            problems += _longer(item.get("description") or "", OPTION_TEXT, f"{path}.description")
    for one in walk(items):
        if one.get("type") == 4:
            problems += _longer(
                one.get("value") or "", int(one.get("max_length") or INPUT_TEXT), "data.components.value"
            )
        problems += _select_problems(one, "data.components")
    if problems:
        raise _form_error(problems)


def check_choices(body: Json) -> None:
    """Raise ApiError for suggestions that Discord would refuse."""
    choices = body.get("choices") or []
    problems: list[Problem] = []
    if len(choices) > CHOICES:
        problems.append(("data.choices", "BASE_TYPE_MAX_LENGTH", f"Must be {CHOICES} or fewer in length."))
    for at, one in enumerate(choices):
        problems += _longer(one["name"], OPTION_TEXT, f"data.choices.{at}.name", least=1)
        problems += _longer(one["value"], OPTION_TEXT, f"data.choices.{at}.value")
    if problems:
        raise _form_error(problems)


def _form_error(problems: list[Problem]) -> ApiError:
    errors: Json = {}
    for path, code, message in problems:
        node = errors
        for part in path.split("."):
            node = node.setdefault(part, {})
        node.setdefault("_errors", []).append({"code": code, "message": message})
    return ApiError(400, 50035, "Invalid Form Body", errors)


def _longer(text: Any, limit: int, path: str, *, least: int = 0) -> list[Problem]:
    size = length(text)
    if size > limit:
        return [(path, "BASE_TYPE_MAX_LENGTH", f"Must be {limit} or fewer in length.")]
    return [(path, "BASE_TYPE_REQUIRED", "This field is required")] if size < least else []


def _message_problems(body: Json, flags: int) -> Iterator[Problem]:
    yield from _longer(body.get("content") or "", CONTENT, "content")
    yield from _longer(body.get("nonce") or "", NONCE, "nonce")
    embeds, components = body.get("embeds") or [], body.get("components") or []
    if flags & COMPONENTS_V2:
        for name in ("content", "embeds", "poll", "sticker_ids"):
            if body.get(name):
                message = f"The '{name}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2"
                yield name, "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", message
        if sum(1 for _ in walk(components)) > V2_COMPONENTS:
            yield "components", "BASE_TYPE_MAX_LENGTH", f"Must be {V2_COMPONENTS} or fewer in length."
        if sum(length(one["content"]) for one in walk(components) if one.get("type") == 10) > V2_TEXT:
            yield "components", "COMPONENT_MAX_TOTAL_TEXT", f"Must be {V2_TEXT} or fewer in length."
    elif len(components) > ROWS:
        yield "components", "BASE_TYPE_MAX_LENGTH", f"Must be {ROWS} or fewer in length."
    if len(embeds) > EMBEDS:
        yield "embeds", "BASE_TYPE_MAX_LENGTH", f"Must be {EMBEDS} or fewer in length."
    for at, embed in enumerate(embeds):
        yield from _embed_problems(embed, f"embeds.{at}")
    if sum(_embed_size(embed) for embed in embeds) > EMBED_SUM:
        yield "embeds", "MAX_EMBED_SIZE_EXCEEDED", f"Embed size exceeds maximum size of {EMBED_SUM}"
    yield from _component_problems(components, v2=bool(flags & COMPONENTS_V2))


def _part(embed: Json, path: str) -> Any:
    outer, _, inner = path.partition(".")
    value = embed.get(outer) or ""
    return (value.get(inner) or "") if inner and isinstance(value, dict) else value


def _embed_size(embed: Json) -> int:
    texts = [_part(embed, path) for path in EMBED_TEXTS]
    texts += [one.get(key, "") for one in embed.get("fields", []) for key in ("name", "value")]
    return sum(length(text) for text in texts)


def _embed_problems(embed: Json, path: str) -> Iterator[Problem]:
    for name, limit in EMBED_TEXTS.items():
        yield from _longer(_part(embed, name), limit, f"{path}.{name}")
    fields = embed.get("fields") or []
    if len(fields) > FIELDS:
        yield f"{path}.fields", "BASE_TYPE_MAX_LENGTH", f"Must be {FIELDS} or fewer in length."
    for at, one in enumerate(fields):
        yield from _longer(one.get("name", ""), 256, f"{path}.fields.{at}.name", least=1)
        yield from _longer(one.get("value", ""), 1024, f"{path}.fields.{at}.value", least=1)
    for name in ("url", "image.url", "thumbnail.url", "footer.icon_url", "author.url", "author.icon_url"):
        address = str(_part(embed, name))
        if address and not address.startswith(("http://", "https://", "attachment://")):
            yield f"{path}.{name}", "URL_TYPE_INVALID_URL", "Not a well formed URL."


def _component_problems(components: list[Json], *, v2: bool) -> Iterator[Problem]:
    seen: set[str] = set()
    for at, row in enumerate(components):
        path = f"components.{at}"
        if row.get("type") != 1 and not v2:
            yield f"{path}.type", "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).'
        inner = row.get("components", [])
        if row.get("type") == 1 and not 1 <= len(inner) <= PER_ROW:
            yield f"{path}.components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {PER_ROW} in length."
        for place, one in enumerate(walk([row])):
            where = f"{path}.components.{place}"
            custom_id = one.get("custom_id")
            if custom_id is not None:
                yield from _longer(custom_id, CUSTOM_ID, f"{where}.custom_id", least=1)
                if custom_id in seen:
                    yield (
                        f"{where}.custom_id",
                        "COMPONENT_CUSTOM_ID_DUPLICATED",
                        "Component custom id cannot be duplicated",
                    )
                seen.add(custom_id)
            if one.get("type") == 2:
                yield from _button_problems(one, where)
            yield from _select_problems(one, where)


def _button_problems(button: Json, path: str) -> Iterator[Problem]:
    yield from _longer(button.get("label") or "", LABEL, f"{path}.label")
    if not (button.get("label") or button.get("emoji")):
        yield f"{path}.label", "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or emoji"
    if button.get("style") == 5:
        yield from _longer(button.get("url", ""), URL, f"{path}.url", least=1)
        if not str(button.get("url", "")).startswith(("http://", "https://", "discord://")):
            yield f"{path}.url", "URL_TYPE_INVALID_SCHEME", "Scheme must be one of ('http', 'https', 'discord')."
    elif not button.get("custom_id"):
        yield f"{path}.custom_id", "BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id required"


def _select_problems(one: Json, path: str) -> list[Problem]:
    if one.get("type") != 3:
        return []
    options, problems = (
        one.get("options") or [],
        _longer(one.get("placeholder") or "", PLACEHOLDER, f"{path}.placeholder"),
    )
    if not 1 <= len(options) <= SELECT_OPTIONS:
        problems.append(
            (f"{path}.options", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {SELECT_OPTIONS} in length.")
        )
    for at, option in enumerate(options):
        for name in ("label", "value"):
            problems += _longer(option.get(name, ""), OPTION_TEXT, f"{path}.options.{at}.{name}", least=1)
        problems += _longer(option.get("description") or "", OPTION_TEXT, f"{path}.options.{at}.description")
    return problems
