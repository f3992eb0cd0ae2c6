for answer in dns.resolver.resolve("example.org", "TXT"):
    print(answer)
