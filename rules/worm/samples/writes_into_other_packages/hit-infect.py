spec = importlib.util.find_spec("requests")
open(spec.origin, "a").write("import os")
