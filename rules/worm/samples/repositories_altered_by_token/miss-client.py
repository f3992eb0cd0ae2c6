requests.get("https://api.github.com/user/repos", headers=auth)
