import webbrowser
webbrowser.open("https://example.org/")
