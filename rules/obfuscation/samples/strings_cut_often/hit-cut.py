name = "sub" + "process"
call = "Po" + "pen"
host = "exam" + "ple.inv" + "alid"
