session.cookies[".ROBLOSECURITY"] = cookie
