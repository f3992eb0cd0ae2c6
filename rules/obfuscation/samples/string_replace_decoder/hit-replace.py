exec("priQQnt(1)".replace("QQ", ""))
