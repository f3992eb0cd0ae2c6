s.connect(("localhost", 8080))
