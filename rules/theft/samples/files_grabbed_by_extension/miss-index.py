import os
EXT = (".docx", ".pdf", ".xlsx")
for root, _, files in os.walk(folder):
    print(files)
