subprocess.run(["claude", "--dangerously-skip-permissions", "-p", prompt])
