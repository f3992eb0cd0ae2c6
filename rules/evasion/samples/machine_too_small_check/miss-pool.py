workers = 1 if os.cpu_count() < 2 else 4
