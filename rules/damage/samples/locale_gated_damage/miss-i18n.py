import locale
if locale.getlocale()[0] == "ru_RU":
    language = "ru"
