webbrowser.open("https://example.org/")
