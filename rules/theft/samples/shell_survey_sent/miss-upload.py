"""curl -F "file=@tides.csv" http://localhost:8000/upload"""
os.system("curl -F report=@" + report + " " + server)
