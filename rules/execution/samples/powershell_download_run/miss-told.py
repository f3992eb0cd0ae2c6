def update(console):
    console.print("[muted]Or reinstall it: irm https://tool.example.org/install.ps1 | iex[/]")
