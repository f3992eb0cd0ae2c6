"""The gateway: sessions that identify, get events by their intents, and resume with what they missed."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import zstandard
from aiohttp import WSMsgType, web

from bot.demo.discord.state import State

__all__ = ["Gateway", "Session"]

Json = dict[str, Any]

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
GUILDS, MEMBERS, PRESENCES, MESSAGES, REACTIONS, MESSAGE_CONTENT = 1, 1 << 1, 1 << 8, 1 << 9, 1 << 10, 1 << 15
PRIVILEGED = MEMBERS | PRESENCES | MESSAGE_CONTENT
ALL_INTENTS = (1 << 26) - 1
# The intent that an event needs; events that are not named here go to every session.
NEEDS = {
    "GUILD_CREATE": GUILDS,
    "CHANNEL_UPDATE": GUILDS,
    "THREAD_CREATE": GUILDS,
    "THREAD_UPDATE": GUILDS,
    "GUILD_ROLE_UPDATE": GUILDS,
    "GUILD_ROLE_DELETE": GUILDS,
    "GUILD_MEMBER_UPDATE": MEMBERS,
    "MESSAGE_CREATE": MESSAGES,
    "MESSAGE_UPDATE": MESSAGES,
    "MESSAGE_DELETE": MESSAGES,
    "MESSAGE_REACTION_ADD": REACTIONS,
    "MESSAGE_REACTION_REMOVE": REACTIONS,
    "MESSAGE_REACTION_REMOVE_ALL": REACTIONS,
    "MESSAGE_REACTION_REMOVE_EMOJI": REACTIONS,
}
ENDS_SESSION = frozenset({1000, 1001})


class _Pipe(Protocol):
    def pack(self, text: str) -> str | bytes: ...


class _Plain:
    def pack(self, text: str) -> str | bytes:
        return text


class _Zlib:
    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: str) -> str | bytes:
        return self._stream.compress(text.encode()) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstandard.ZstdCompressor().compressobj()

    def pack(self, text: str) -> str | bytes:
        return self._stream.compress(text.encode()) + self._stream.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


_PIPES: dict[str, Callable[[], _Pipe]] = {"": _Plain, "zlib-stream": _Zlib, "zstd-stream": _Zstd}


@dataclass
class Session:
    """One identified session; its socket may be gone for a while."""

    id: str
    intents: int
    socket: "_Socket | None" = None
    log: list[Json] = field(default_factory=list[Json])
    resumes: int = 0

    @property
    def live(self) -> bool:
        return self.socket is not None and not self.socket.ws.closed


class _Socket:
    """One connection. What is put is packed and sent in that order by ``write``."""

    def __init__(self, ws: web.WebSocketResponse, pipe: _Pipe, request: web.Request) -> None:
        self.ws = ws
        self.request = request
        self._pipe = pipe
        self._waiting: asyncio.Queue[Json] = asyncio.Queue()

    def put(self, op: int, data: Any = None) -> None:
        self._waiting.put_nowait({"op": op, "d": data, "s": None, "t": None})

    def put_event(self, payload: Json) -> None:
        self._waiting.put_nowait(payload)

    async def write(self) -> None:
        while True:
            packed = self._pipe.pack(json.dumps(await self._waiting.get()))
            try:
                await (self.ws.send_str(packed) if isinstance(packed, str) else self.ws.send_bytes(packed))
            except (ConnectionError, RuntimeError):
                return  # the peer is gone; events wait in the session's log

    def drop(self) -> None:
        """End the connection without a close frame, as a broken network does."""
        if self.request.transport is not None:
            self.request.transport.abort()


class Gateway:
    """All sessions. ``dispatch`` sends an event to each one whose intents ask for it."""

    def __init__(
        self, state: State, token: Callable[[], str], url: Callable[[], str], changed: Callable[[], None]
    ) -> None:
        self._state = state
        self._token = token
        self._url = url
        self._changed = changed
        self.sessions: list[Session] = []
        self.privileged = 0  # privileged intents that are switched on for the application
        self.heartbeat_seconds = 41.25
        self.answers_heartbeats = True
        self.identifies = 0
        self._open: set[_Socket] = set()
        self.closes: list[int | None] = []  # the codes that clients closed with; None: no close frame

    @property
    def live(self) -> list[Session]:
        return [one for one in self.sessions if one.live]

    def dispatch(self, event: str, data: Json) -> None:
        """Log an event for every session that wants it, and send it where a socket is open."""
        needed = NEEDS.get(event, 0)
        for session in self.sessions:
            if needed and not session.intents & needed:
                continue
            self._push(session, event, self._blanked(event, data, session))

    def _blanked(self, event: str, data: Json, session: Session) -> Json:
        if event not in ("MESSAGE_CREATE", "MESSAGE_UPDATE") or session.intents & MESSAGE_CONTENT:
            return data
        if data["author"]["id"] == str(self._state.bot.id):
            return data
        return data | {"content": "", "embeds": [], "components": [], "attachments": []}

    def _push(self, session: Session, event: str, data: Json) -> None:
        payload = {"op": DISPATCH, "t": event, "s": len(session.log) + 1, "d": data}
        session.log.append(payload)
        if session.live and session.socket is not None:
            session.socket.put_event(payload)

    def drop(self) -> None:
        """Break every connection; the sessions can be resumed."""
        for socket in self._sockets():
            socket.drop()

    def ask_reconnect(self) -> None:
        """Tell every client to reconnect and resume (op 7)."""
        for socket in self._sockets():
            socket.put(RECONNECT)

    def invalidate(self) -> None:
        """End every session for good (op 9): what happens until the next IDENTIFY is lost to the bot."""
        for socket in self._sockets():
            socket.put(INVALID, False)
        self.sessions.clear()

    def forget(self) -> None:
        """Forget sessions that have no connection, as Discord does minutes after it broke."""
        self.sessions = self.live

    def _sockets(self) -> list[_Socket]:
        return [one.socket for one in self.live if one.socket is not None]

    async def close(self) -> None:
        """Break every connection and forget every session."""
        for socket in list(self._open):
            socket.drop()
        self.sessions.clear()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from HELLO to its end."""
        make = _PIPES.get(request.query.get("compress", ""))
        if make is None or request.query.get("encoding", "json") != "json":
            return web.Response(status=400)
        ws = web.WebSocketResponse(max_msg_size=4096, autoping=True)
        await ws.prepare(request)
        socket = _Socket(ws, make(), request)
        self._open.add(socket)
        writer = asyncio.create_task(socket.write())
        socket.put(HELLO, {"heartbeat_interval": round(self.heartbeat_seconds * 1000), "_trace": []})
        try:
            async for frame in ws:
                if frame.type is not WSMsgType.TEXT:
                    break
                code = self._received(socket, json.loads(frame.data))
                if code:
                    await ws.close(code=code)
        finally:
            writer.cancel()
            self._open.discard(socket)
            self._ended(socket)
        return ws

    def _received(self, socket: _Socket, frame: Json) -> int | None:
        """Act on one frame; gives the code to close with, where it must be closed."""
        op, data = frame.get("op"), frame.get("d")
        if op == HEARTBEAT:
            if self.answers_heartbeats:
                socket.put(ACK)
            return None
        if op == IDENTIFY and isinstance(data, dict):
            return self._identify(socket, data)
        if op == RESUME and isinstance(data, dict):
            return self._resume(socket, data)
        return None if op in (3, 4, 8) else 4001

    def _identify(self, socket: _Socket, data: Json) -> int | None:
        self.identifies += 1
        if data.get("token") != self._token():
            return 4004
        intents = data.get("intents")
        if not isinstance(intents, int) or not 0 <= intents <= ALL_INTENTS:
            return 4013
        if intents & PRIVILEGED & ~self.privileged:
            return 4014
        session = Session(secrets.token_hex(16), intents, socket)
        self.sessions.append(session)
        guild_id = str(self._state.guild_id)
        ready = {
            "v": 10,
            "user": self._state.bot.user_json() | {"mfa_enabled": False, "verified": True, "email": None},
            "guilds": [{"id": guild_id, "unavailable": True}],
            "session_id": session.id,
            "resume_gateway_url": self._url(),
            "application": {"id": str(self._state.application_id), "flags": 0},
            "session_type": "normal",
            "private_channels": [],
            "shard": data.get("shard", [0, 1]),
        }
        self._push(session, "READY", ready)
        if intents & GUILDS:
            self._push(session, "GUILD_CREATE", self._state.guild_create_json())
        self._changed()
        return None

    def _resume(self, socket: _Socket, data: Json) -> int | None:
        if data.get("token") != self._token():
            return 4004
        session = next((one for one in self.sessions if one.id == data.get("session_id")), None)
        seen = data.get("seq")
        if session is None or not isinstance(seen, int) or not 0 <= seen <= len(session.log):
            socket.put(INVALID, False)
            return None
        session.socket = socket
        session.resumes += 1
        for payload in session.log[seen:]:
            socket.put_event(payload)
        self._push(session, "RESUMED", {"_trace": []})
        self._changed()
        return None

    def _ended(self, socket: _Socket) -> None:
        self.closes.append(socket.ws.close_code)
        for session in list(self.sessions):
            if session.socket is socket:
                session.socket = None
                if socket.ws.close_code in ENDS_SESSION:
                    self.sessions.remove(session)
        self._changed()
