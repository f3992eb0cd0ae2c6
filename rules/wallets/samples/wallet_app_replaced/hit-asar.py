path = local + "\\exodus\\app-1\\resources\\app.asar"
open(path, "wb").write(data)
