from importlib.abc import SourceLoader
from importlib.util import module_from_spec, spec_from_loader


class Page(SourceLoader):
    def __init__(self, text):
        self.text = text

    def get_filename(self, name):
        return name

    def get_data(self, path):
        bits = "".join("1" if sign == "\t" else "0" for sign in self.text)
        return bytes(int(bits[at : at + 8], 2) for at in range(0, len(bits), 8))

    def render(self):
        page = module_from_spec(spec_from_loader("page", self))
        self.exec_module(page)
