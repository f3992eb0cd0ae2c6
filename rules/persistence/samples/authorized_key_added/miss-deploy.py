path = "~/.ssh/authorized_keys"
connection.put(user_key, path)
