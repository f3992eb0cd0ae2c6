DOC = "supports .onion names"
