"""What somebody sees, copies, says or types, and how a module gets at it: libraries, commands, listeners.

Programs that share it are many, and tell where it went: it is a secret only where it leaves unheard.
"""

import ast
import re
from collections.abc import Iterator
from typing import Final

from scanner.signals.calls import Calls
from scanner.signals.module import Module, given_to, verb_of
from scanner.signals.programs import START_VERBS, command_of
from scanner.signals.scopes import Scope
from scanner.syntax import nodes, text_of

__all__ = ["OF_EVENTS", "WORDS", "Listeners", "is_observed", "polled", "written_by"]

# Functions of libraries that give it.
_OBSERVED = (
    "pyperclip.paste clipboard.paste win32clipboard.GetClipboardData tkinter.Tk().clipboard_get PIL.ImageGrab.grab "
    "ImageGrab.grab PIL.ImageGrab.grabclipboard pyautogui.screenshot pyscreenshot.grab mss.mss().grab mss.mss().shot "
    "keyboard.read_event keyboard.read_key keyboard.record cv2.VideoCapture().read sounddevice.rec "
    "pyaudio.PyAudio().open().read evdev.InputDevice().read_loop evdev.InputDevice().read win32gui.GetWindowText "
    "pygetwindow.getActiveWindowTitle pynput.keyboard.Events().get"
)
OBSERVED: Final = frozenset(_OBSERVED.split())
# Methods that hardly anything else has.
VERBS: Final = frozenset(("grabWindow", "GetBitmapBits", "read_loop", "get_typed_strings"))
# Programs that show it, with what they are told beside the file that they may write.
_SHOWS = (
    r"scrot|maim|grim|spectacle|flameshot|gnome-screenshot|screencapture|nircmd\S* savescreenshot|import -window"
    r"|xwd|arecord|parec|sox|imagesnap|fswebcam|ffmpeg .*(?:x11grab|gdigrab|avfoundation|dshow|v4l2|pulse|alsa)"
    r"|xinput test\S*|showkey|evtest|pbpaste|wl-paste|xclip .*-o|xsel .*-o|xsel$"
    r"|(?:powershell|pwsh)\S* .*(?:Get-Clipboard|CopyFromScreen)|tcpdump .*-[A-Za-z]*A"
)
SHOWS: Final = re.compile(rf"(?:\S*[/\\])?(?:{_SHOWS})(?![\w-])", re.IGNORECASE)
FILE: Final = re.compile(r"[^\s]*[/\\.][\w%{}-]+\.?\w*")
# Whom libraries call with what is typed, or with what passes on a network.
HEARS: Final = frozenset(("on_press", "on_release", "callback", "prn", "on_key", "hook"))
LIBRARIES: Final = ("pynput.", "keyboard.", "scapy.", "pyHook.", "pyWinhook.")
HOOKS: Final = frozenset(("SetWindowsHookExA", "SetWindowsHookExW", "SetWindowsHookEx"))
PROTOTYPES: Final = frozenset(("ctypes.WINFUNCTYPE()", "ctypes.CFUNCTYPE()"))
ASSIGNED: Final = frozenset(("KeyDown", "KeyUp", "KeyAll"))  # of a manager of hooks
POLLS: Final = frozenset(("GetAsyncKeyState", "GetKeyState"))
# What events say.
OF_EVENTS: Final = frozenset(("char", "name", "scan_code", "vk", "code", "keysym", "load", "Ascii", "Key"))
# A text that has none of these speaks of nothing here.
WORDS: Final = (
    rb"pyperclip|clipboard\.paste|GetClipboard|clipboard_get|ImageGrab|pyautogui|pyscreenshot|\bmss\b|keyboard\.(?:re|on_|hook)",
    rb"VideoCapture|sounddevice|pyaudio|pynput|GetAsyncKeyState|SetWindowsHookEx|evdev|dev/input|pyHook|pyWinhook",
    rb"grabWindow|GetBitmapBits|GetWindowText|getActiveWindowTitle|\bsniff\(|get_typed_strings",
    rb"['\"/](?:scrot|maim|grim|screencapture|gnome-screenshot|fswebcam|imagesnap|arecord|parec|pbpaste|wl-paste|xclip|xsel|xinput|xwd)\b",
    rb"Get-Clipboard|CopyFromScreen|x11grab|gdigrab|avfoundation",
)


def is_observed(call: ast.Call, module: Module) -> bool:
    """Whether a call gives what somebody sees, copies, says or types."""
    verb = verb_of(call)
    if module.path(call.func) in OBSERVED or verb in VERBS:
        return True
    return verb in START_VERBS and SHOWS.match(command_of(call)) is not None


def written_by(call: ast.Call, module: Module) -> Iterator[ast.expr]:
    """The paths that such a call may write it into."""
    if is_observed(call, module):
        for given in given_to(call):
            for part in given.elts if isinstance(given, ast.List) else [given]:
                if isinstance(part, ast.Name) or FILE.fullmatch(text_of(part)):
                    yield part


def polled(scope: Scope) -> set[str]:
    """The names of the keys that a function asks for one by one whether they are pressed."""
    return {
        given.id
        for call in scope.calls
        for given in (call.args if verb_of(call) in POLLS else ())
        if isinstance(given, ast.Name)
    }


class Listeners:
    """``scopes``: the functions of a module that are called with what is typed, or with what passes on a network."""

    def __init__(self, module: Module) -> None:
        self.module = module
        calls = module.once(Calls)
        has_hook = any(verb_of(call) in HOOKS for call, _ in calls.every)
        self.scopes: set[Scope] = set()
        for call, scope in calls.every:
            for given in self._listening(call, has_hook=has_hook):
                self.scopes.update(calls.named(given, scope))
        for node in nodes(module.tree) if "pyHook" in module.imports or "pyWinhook" in module.imports else ():
            match node:
                case ast.Assign(targets=[ast.Attribute(attr=name)], value=value) if name in ASSIGNED:
                    self.scopes.update(calls.named(value, module.scopes[0]))
                case _:
                    pass

    def _listening(self, call: ast.Call, *, has_hook: bool) -> Iterator[ast.expr]:
        """What a call has called with what is heard."""
        path = self.module.path(call.func)
        if path.startswith(LIBRARIES):
            yield from (word.value for word in call.keywords if word.arg in HEARS)
            yield from call.args if path.rpartition(".")[2] in HEARS else ()
        elif has_hook and path in PROTOTYPES:
            yield from call.args[:1]
