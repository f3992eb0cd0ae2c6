__import__("os").system("echo inert")
