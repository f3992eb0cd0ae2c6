run("ls -la /tmp")
