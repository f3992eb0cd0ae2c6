BLOCK = ["iplogger.org", "grabify.link"]
