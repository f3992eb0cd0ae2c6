import browser_cookie3, requests
requests.get("https://example.org/", cookies=browser_cookie3.firefox())
