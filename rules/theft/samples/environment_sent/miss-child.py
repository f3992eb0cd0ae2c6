import os, subprocess
env = dict(os.environ)
env["LANG"] = "C"
subprocess.run(["ls"], env=env)
