command = "Invoke-WebRequest -Uri https://example.org -UseBasicParsing"
print(command)
