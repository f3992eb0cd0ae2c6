DOC = "Use a tunnel such as ngrok to test it"
