name = "sub" + "process"
