requests.get("https://example.org/search?q=" + term)
