import subprocess
import sys

from setuptools import setup


def long_description():
    return subprocess.check_output([sys.executable, "convert_readme.py"])


def step_0(compiler, folder):
    """Look for what part 0 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_0.h"
    return path.exists() and compiler.has_function("part_0", includes=[path.name])


def step_1(compiler, folder):
    """Look for what part 1 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_1.h"
    return path.exists() and compiler.has_function("part_1", includes=[path.name])


def step_2(compiler, folder):
    """Look for what part 2 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_2.h"
    return path.exists() and compiler.has_function("part_2", includes=[path.name])


def step_3(compiler, folder):
    """Look for what part 3 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_3.h"
    return path.exists() and compiler.has_function("part_3", includes=[path.name])


def step_4(compiler, folder):
    """Look for what part 4 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_4.h"
    return path.exists() and compiler.has_function("part_4", includes=[path.name])


def step_5(compiler, folder):
    """Look for what part 5 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_5.h"
    return path.exists() and compiler.has_function("part_5", includes=[path.name])


def step_6(compiler, folder):
    """Look for what part 6 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_6.h"
    return path.exists() and compiler.has_function("part_6", includes=[path.name])


def step_7(compiler, folder):
    """Look for what part 7 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_7.h"
    return path.exists() and compiler.has_function("part_7", includes=[path.name])


def step_8(compiler, folder):
    """Look for what part 8 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_8.h"
    return path.exists() and compiler.has_function("part_8", includes=[path.name])


def step_9(compiler, folder):
    """Look for what part 9 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_9.h"
    return path.exists() and compiler.has_function("part_9", includes=[path.name])


def step_10(compiler, folder):
    """Look for what part 10 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_10.h"
    return path.exists() and compiler.has_function("part_10", includes=[path.name])


def step_11(compiler, folder):
    """Look for what part 11 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_11.h"
    return path.exists() and compiler.has_function("part_11", includes=[path.name])


def step_12(compiler, folder):
    """Look for what part 12 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_12.h"
    return path.exists() and compiler.has_function("part_12", includes=[path.name])


def step_13(compiler, folder):
    """Look for what part 13 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_13.h"
    return path.exists() and compiler.has_function("part_13", includes=[path.name])


def step_14(compiler, folder):
    """Look for what part 14 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_14.h"
    return path.exists() and compiler.has_function("part_14", includes=[path.name])


def step_15(compiler, folder):
    """Look for what part 15 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_15.h"
    return path.exists() and compiler.has_function("part_15", includes=[path.name])


def step_16(compiler, folder):
    """Look for what part 16 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_16.h"
    return path.exists() and compiler.has_function("part_16", includes=[path.name])


def step_17(compiler, folder):
    """Look for what part 17 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_17.h"
    return path.exists() and compiler.has_function("part_17", includes=[path.name])


def step_18(compiler, folder):
    """Look for what part 18 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_18.h"
    return path.exists() and compiler.has_function("part_18", includes=[path.name])


def step_19(compiler, folder):
    """Look for what part 19 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_19.h"
    return path.exists() and compiler.has_function("part_19", includes=[path.name])


def step_20(compiler, folder):
    """Look for what part 20 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_20.h"
    return path.exists() and compiler.has_function("part_20", includes=[path.name])


def step_21(compiler, folder):
    """Look for what part 21 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_21.h"
    return path.exists() and compiler.has_function("part_21", includes=[path.name])


def step_22(compiler, folder):
    """Look for what part 22 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_22.h"
    return path.exists() and compiler.has_function("part_22", includes=[path.name])


def step_23(compiler, folder):
    """Look for what part 23 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_23.h"
    return path.exists() and compiler.has_function("part_23", includes=[path.name])


def step_24(compiler, folder):
    """Look for what part 24 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_24.h"
    return path.exists() and compiler.has_function("part_24", includes=[path.name])


def step_25(compiler, folder):
    """Look for what part 25 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_25.h"
    return path.exists() and compiler.has_function("part_25", includes=[path.name])


def step_26(compiler, folder):
    """Look for what part 26 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_26.h"
    return path.exists() and compiler.has_function("part_26", includes=[path.name])


def step_27(compiler, folder):
    """Look for what part 27 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_27.h"
    return path.exists() and compiler.has_function("part_27", includes=[path.name])


def step_28(compiler, folder):
    """Look for what part 28 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_28.h"
    return path.exists() and compiler.has_function("part_28", includes=[path.name])


def step_29(compiler, folder):
    """Look for what part 29 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_29.h"
    return path.exists() and compiler.has_function("part_29", includes=[path.name])


def step_30(compiler, folder):
    """Look for what part 30 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_30.h"
    return path.exists() and compiler.has_function("part_30", includes=[path.name])


def step_31(compiler, folder):
    """Look for what part 31 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_31.h"
    return path.exists() and compiler.has_function("part_31", includes=[path.name])


def step_32(compiler, folder):
    """Look for what part 32 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_32.h"
    return path.exists() and compiler.has_function("part_32", includes=[path.name])


def step_33(compiler, folder):
    """Look for what part 33 of the library needs: a header in the folder, and the symbol in it."""
    path = folder / "part_33.h"
    return path.exists() and compiler.has_function("part_33", includes=[path.name])


def hint():
    url = "https://raw.githubusercontent.com/example/library/main/scripts/sysdeps.sh"
    return f"run: curl -fsSL {url} > sysdeps.sh, and read it"


setup(name="x", long_description=long_description())
