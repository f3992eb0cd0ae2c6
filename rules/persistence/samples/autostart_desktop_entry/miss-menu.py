open("app.desktop", "w").write("[Desktop Entry]\nExec=app")
