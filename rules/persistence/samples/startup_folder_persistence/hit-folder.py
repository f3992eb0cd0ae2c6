target = os.getenv("APPDATA") + r"\Microsoft\Windows\Start Menu\Programs\Startup\x.bat"
shutil.copy(source, target)
