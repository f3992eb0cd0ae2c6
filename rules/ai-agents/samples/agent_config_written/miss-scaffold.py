(project / ".vscode/tasks.json").write_text(template)
