import subprocess
subprocess.run(["sh", "-c", "curl -s http://example.invalid/x | tee y"])
