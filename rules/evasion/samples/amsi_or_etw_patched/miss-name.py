NAMES = ["amsi.dll"]
