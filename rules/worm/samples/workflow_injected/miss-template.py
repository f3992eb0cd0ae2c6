path = repo / ".github/workflows/test.yml"
path.write_text("on: push")
