build("app.asar")
