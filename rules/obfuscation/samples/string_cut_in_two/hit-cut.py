host = "exam" + "ple.invalid"
