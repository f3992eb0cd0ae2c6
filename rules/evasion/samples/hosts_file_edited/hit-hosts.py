with open(r"C:\Windows\System32\drivers\etc\hosts", "a") as file:
    file.write("0.0.0.0 virustotal.example.invalid")
