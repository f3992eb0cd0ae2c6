import string


def check(text, table=vars(string)):
    """A sample has to be valid for this interpreter."""
    code = table["__builtins__"]["compile"](text, "sample", "exec")
    table["__builtins__"]["eval"](code, {})
