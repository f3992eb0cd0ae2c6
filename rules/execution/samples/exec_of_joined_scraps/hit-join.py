exec("".join([x[0] for x in pairs]))
