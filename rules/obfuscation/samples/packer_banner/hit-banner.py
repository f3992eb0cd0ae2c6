# Obfuscated with ExampleOBF
exec(x)
