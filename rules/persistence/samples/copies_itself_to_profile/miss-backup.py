shutil.copy(source, backup)
