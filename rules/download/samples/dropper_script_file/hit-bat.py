import os
with open("run.bat", "w") as file:
    file.write("echo inert")
os.startfile("run.bat")
