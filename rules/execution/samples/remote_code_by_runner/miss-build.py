import subprocess
subprocess.run(["node", "scripts/build.js"], check=True)
