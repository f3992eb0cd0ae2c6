client = docker.DockerClient("unix:///var/run/docker.sock")
