PATHS = ["~/.aws/credentials", "~/.ssh/id_rsa", "~/.kube/config", "~/.npmrc", "~/.pypirc", "~/.git-credentials"]
