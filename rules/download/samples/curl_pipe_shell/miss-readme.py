HELP = "Install with: curl -sSL https://example.org/install | sh"
print(HELP)
