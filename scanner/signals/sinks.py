"""What runs what it is given, or a file that it is told: by the dotted ways to functions, by paths, by programs."""

import re
from typing import Final

from scanner.signals.follow import INTERPRETER, RUN_BY
from scanner.signals.programs import PATHS_WRITE, RUN_FILES

__all__ = [
    "AN_INTERPRETER",
    "BUFFERS",
    "BY_ARGUMENTS",
    "CALLS_MEMORY",
    "CODE",
    "COPIES",
    "EXECUTABLES",
    "EXECUTABLE_MEMORY",
    "FLAG",
    "GIVE_SOURCE",
    "IMPORTS",
    "MODES",
    "OPTION",
    "READERS",
    "READ_FILES",
    "RUNS_NEXT",
    "RUNS_OTHERS",
    "SCHEDULER",
    "SHELLS",
    "SINKS",
    "SPAWNS",
    "STARTED_BY",
    "UNSAFE",
    "WRITES",
]

_CODE = (
    "exec builtins.exec marshal.loads marshal.load types.FunctionType code.InteractiveInterpreter().runsource "
    "code.InteractiveInterpreter().runcode code.InteractiveConsole().push IPython.get_ipython().run_cell"
)
CODE = frozenset(_CODE.split())
_READERS = (
    "eval builtins.eval pickle.loads pickle.load dill.loads dill.load cloudpickle.loads cloudpickle.load "
    "jsonpickle.decode yaml.unsafe_load logging.config.dictConfig joblib.load jinja2.Environment().from_string "
    "jinja2.Template mako.template.Template"
)
_IMPORTS = (
    "importlib.import_module __import__ pkgutil.resolve_name pydoc.locate werkzeug.utils.import_string "
    "django.utils.module_loading.import_string"
)
IMPORTS = frozenset(_IMPORTS.split())
READERS = IMPORTS | frozenset(_READERS.split())
# Memory, and what calls it as machine code.
BUFFERS = frozenset(("ctypes.create_string_buffer", "ctypes.memmove", "ctypes.windll.kernel32.RtlMoveMemory"))
CALLS_MEMORY = frozenset(("CFUNCTYPE", "WINFUNCTYPE", "CreateThread", "EnumSystemLocalesA"))
MODES = frozenset(("exec", "eval", "single"))
UNSAFE = frozenset(("yaml.Loader", "yaml.CLoader", "yaml.UnsafeLoader", "yaml.CUnsafeLoader"))
_SHELLS = (
    "os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput "
    "asyncio.create_subprocess_shell pexpect.run pexpect.spawn invoke.run"
)
SHELLS = frozenset(_SHELLS.split())
_SPAWNS = (
    "subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output "
    "asyncio.create_subprocess_exec pty.spawn"
)
SPAWNS = frozenset(_SPAWNS.split())
# The same, told before the command which program that is, and of some how to start it.
_BY_ARGUMENTS = "v ve vp vpe l le lp lpe"
BY_ARGUMENTS: Final = (
    {f"os.exec{how}": 1 for how in _BY_ARGUMENTS.split()}
    | {f"os.spawn{how}": 2 for how in _BY_ARGUMENTS.split()}
    | {"os.posix_spawn": 1, "os.posix_spawnp": 1}
)
STARTED_BY = frozenset(("subprocess.Popen", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell"))
# What may hold code, or is searched for it; a program that was fetched is what many wrappers are for.
READ_FILES: Final = {"ctypes.CDLL": 0, "zipimport.zipimporter": 0, "sys.path.insert": 1, "sys.path.append": 0}
# All of these, and what may be one.
_OTHERS: Final = {*BY_ARGUMENTS, *RUN_FILES, *READ_FILES, "compile", "builtins.compile", "yaml.load"}
SINKS: Final = CODE | READERS | SHELLS | SPAWNS | _OTHERS
# What starts whatever program it is told.
_RUNS_OTHERS = "sudo|doas|env|nohup|setsid|nice|timeout|docker|podman|wsl|start"
RUNS_OTHERS: Final = re.compile(rf"(?:\S*/)?(?:{_RUNS_OTHERS})(?:\.exe)?")
# Memory that may be run, by what makes it.
EXECUTABLE_MEMORY = frozenset(("mmap.mmap()", "os.memfd_create()"))
# Methods by which a loader gives what a module is made of.
GIVE_SOURCE = frozenset(("get_source", "get_code", "get_data", "source_to_code"))
AN_INTERPRETER: Final = re.compile(INTERPRETER, re.IGNORECASE)
WRITES: Final = PATHS_WRITE | {"write", "writelines"}
EXECUTABLES = frozenset(("executable", "_base_executable"))
COPIES = frozenset(("copy", "copy2", "copyfile", "symlink", "link"))
SCHEDULER: Final = re.compile(r"(?:\S*/)?(?:crontab|at|batch)")  # it runs what it reads
FLAG: Final = re.compile(r"-\w*c\w*|-enc\w*|/[ck]|-e|-", re.IGNORECASE)  # what comes next is the program itself
OPTION: Final = re.compile(r"[-/]\w*")
# What has an interpreter run the file that comes next.
RUNS_NEXT: Final = re.compile(rf"\s*(?:nohup\s+|start\s+)?{RUN_BY}", re.IGNORECASE)
