"""Where a machine keeps what it starts by itself, again and again, and which calls of a module write there."""

import ast
import re
from typing import Final

from scanner.signals.module import Module, given_to, is_literal, verb_of
from scanner.signals.programs import PATHS_WRITE, STARTS, command_of, is_for_writing
from scanner.signals.stores import path_of
from scanner.syntax import nodes, text_of

__all__ = ["WORDS", "is_started", "plants"]

# Files of shells, sessions, schedulers, editors and interpreters that are run by whoever starts one of these.
_PLACES = (
    r"\.(?:bash(?:rc|_profile|_login|_aliases|_logout)|profile|zshrc|zprofile|zshenv|zlogin|vimrc|xinitrc|xprofile)"
    r"|\.config/(?:fish/config\.fish|autostart/.*|systemd/user/.*|nvim/init\.\w+)|\.ssh/(?:rc|authorized_keys)"
    r"|etc/(?:profile\.d/.*|crontab|rc\.local|init\.d/.*|systemd/system/.*|ld\.so\.preload)|systemd/.*\.service"
    r"|cron\.\w+/.*|Launch(?:Agents|Daemons)(?:/.*)?|Programs/Startup|Startup/.*|(?:Microsoft\.PowerShell_)?profile\.ps1"
    r"|profile_default/startup/.*|\.ipython/.*\.py|\.jupyter/jupyter_\w+_config\.py|\.pythonrc\.py"
    r"|(?:site|user)customize\.py|(?:site|dist)-packages/[^/]*\.pth|\.git(?:-?hooks|/hooks)/.*"
    r"|\.claude/settings(?:\.local)?\.json|\.cursor/mcp\.json|\.vscode/tasks\.json"
)
PLACES: Final = re.compile(rf"(?:.*/)?(?:{_PLACES})", re.DOTALL)
# Where modules stand that are installed, and what is one, or is read beside them.
_OF_INSTALLED = "site.getsitepackages site.getusersitepackages sysconfig.get_paths sysconfig.get_path"
OF_INSTALLED: Final = frozenset(_OF_INSTALLED.split())
A_MODULE: Final = re.compile(r".*\.(?:py[cw]?|pth|so|pyd)", re.DOTALL)
RUN_KEY: Final = re.compile(r"(?i)(?:.*\\)?Software\\Microsoft\\Windows(?: NT)?\\CurrentVersion\\(?:Run\w*|Winlogon)")
_COMMANDS = (
    r"crontab (?:-$|- |/|\.)|\(?crontab -l.*\| ?crontab|.*\| ?crontab\b|schtasks\S* .*/create|at (?:now|\d)"
    r"|reg\S* add .*CurrentVersion\\+Run|launchctl (?:load|bootstrap)|systemctl (?:--user )?enable"
    r"|sc\S* create|git config --(?:global|system) core\.hookspath"
    r"|(?:powershell|pwsh)\S* .*(?:Register-ScheduledTask|New-Service)"
)
COMMANDS: Final = re.compile(rf"(?:sudo )?(?:{_COMMANDS})", re.IGNORECASE)
OPENS: Final = frozenset(("open", "io.open", "codecs.open"))
COPIES: Final = frozenset(("shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.move", "os.rename", "os.replace"))
# A text that has none of these writes nothing there.
WORDS: Final = (
    rb"\.(?:bashrc|bash_\w{5,8}|profile|zshrc|zprofile|zshenv|vimrc|xprofile|pythonrc)['\"]|/\.(?:bashrc|profile|zshrc)\b",
    rb"profile\.d/|cron\.d/|etc/rc\.local|systemd/(?:user|system)|LaunchAgents|LaunchDaemons|CurrentVersion\\{1,2}Run",
    rb"['\"(| ](?:crontab -|crontab['\"],|schtasks\b|launchctl (?:load|boot)|launchctl['\"],|systemctl\b)",
    rb"config/autostart|Programs\\{1,2}Startup|['\"](?:Startup|autostart|cron\.d|rc\.local)['\"]|profile_default",
    rb"jupyter_\w{1,20}_config\.py|(?:site|user)customize\.py|\w\.pth['\"]|authorized_keys|\.ssh/rc|hooksPath",
    rb"git/hooks|['\"]\.git['\"/, ]{1,6}hooks|\.vscode|\.claude|\.cursor|ScheduledTask|ld\.so\.preload",
    rb"\(\[['\"](?:sc|at)['\"],",
)


def is_started(file: ast.expr, module: Module) -> bool:
    """Whether a path leads to where a machine keeps such things, or to a module that is installed.

    A ``.pth`` elsewhere is as a rule the weights of a model.
    """
    if PLACES.fullmatch(path_of(file, module).replace("\\", "/")):
        return True
    made = (module.value_of(file) if isinstance(file, ast.Name) else None) or file
    parts = [*nodes(made)]
    if not any(is_literal(part, A_MODULE) for part in parts if isinstance(part, ast.Constant)):
        return False
    folders = (module.value_of(part) for part in parts if isinstance(part, ast.Name))
    parts += [part for folder in folders if folder is not None for part in nodes(folder)]
    return any(_is_of_installed(part, module) for part in parts if isinstance(part, ast.Attribute))


def _is_of_installed(named: ast.Attribute, module: Module) -> bool:
    """Whether that names the folder of what is installed, or the file of a module of others."""
    if named.attr == "__file__":
        return module.path(named.value) in module.imports.values()
    return module.path(named) in OF_INSTALLED


def plants(call: ast.Call, module: Module) -> bool:
    """Whether a call writes where a machine keeps what it starts by itself, or has such a thing kept there."""
    path = module.path(call.func)
    if path in STARTS:
        return COMMANDS.match(command_of(call)) is not None
    if path in OPENS:
        return is_for_writing(call) and any(is_started(file, module) for file in call.args[:1])
    if path in COPIES:
        return any(is_started(file, module) for file in call.args[1:2])
    if verb_of(call) in PATHS_WRITE and isinstance(call.func, ast.Attribute):
        return is_started(call.func.value, module)
    if path in ("winreg.SetValueEx", "winreg.SetValue"):
        opened = module.value_of(call.args[0]) if call.args else None
        texts = (text_of(given) for made in (call, opened) if isinstance(made, ast.Call) for given in given_to(made))
        return any(map(RUN_KEY.fullmatch, texts))
    return False
