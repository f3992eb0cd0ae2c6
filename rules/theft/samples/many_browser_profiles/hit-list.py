B = [
    "\\Google\\Chrome\\User Data",
    "\\Microsoft\\Edge\\User Data",
    "\\BraveSoftware\\Brave-Browser\\User Data",
    "\\Yandex\\YandexBrowser\\User Data",
    "\\Opera Software\\Opera Stable",
]
