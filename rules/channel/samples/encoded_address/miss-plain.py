url = "https://example.org/"
