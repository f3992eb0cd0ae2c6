options.add_argument("--load-extension=" + folder)
