path = repo / ".github/workflows/audit.yml"
path.write_text("env: ${{ toJSON(secrets) }}")
