NODE = "https://nodejs.org/dist/index.json"
