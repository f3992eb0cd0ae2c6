import psutil, os
if psutil.virtual_memory().total / 2**30 < 4 or os.cpu_count() < 2:
    os._exit(0)
