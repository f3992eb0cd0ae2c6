PATHS = ["~/.aws/credentials", "~/.aws/config"]
