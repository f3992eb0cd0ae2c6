print("pip install https://example.org/pkg.zip")
