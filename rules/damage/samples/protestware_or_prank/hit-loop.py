import webbrowser
while True:
    webbrowser.open("https://example.invalid/")
