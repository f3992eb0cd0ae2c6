from importlib.abc import SourceLoader


class TemplateLoader(SourceLoader):
    """Imports templates as modules."""

    def __init__(self, path):
        self.path = path

    def get_filename(self, name):
        return self.path

    def get_data(self, path):
        with open(path, "rb") as file:
            return compile_template(file.read().decode("utf-8")).encode("utf-8")

    def module(self, spec):
        self.exec_module(spec)
