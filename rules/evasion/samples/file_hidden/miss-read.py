attributes = GetFileAttributes(path)
