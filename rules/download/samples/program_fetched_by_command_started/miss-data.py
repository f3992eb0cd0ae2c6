import subprocess

path = "tides.csv"
subprocess.run(["curl", "-sL", "-o", path, "https://tides.example.org/2026.csv"], check=True)
subprocess.run(["gzip", path], check=True)
