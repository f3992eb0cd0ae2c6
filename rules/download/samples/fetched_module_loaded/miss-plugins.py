import importlib.util
import pathlib
import urllib.request


def table(year):
    path = pathlib.Path("cache") / f"{year}.csv"
    path.write_bytes(urllib.request.urlopen(f"https://tides.example.org/{year}.csv").read())
    return path.read_text()


def plugins(folder):
    for file in pathlib.Path(folder).glob("*.py"):
        spec = importlib.util.spec_from_file_location(file.stem, file)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
