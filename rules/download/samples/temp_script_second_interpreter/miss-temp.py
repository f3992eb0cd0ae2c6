from tempfile import NamedTemporaryFile
with NamedTemporaryFile("w") as t:
    t.write("data")
