shortcut = shell.CreateShortCut(path)
shortcut.Arguments = "--load-extension=" + folder
shortcut.Save()
