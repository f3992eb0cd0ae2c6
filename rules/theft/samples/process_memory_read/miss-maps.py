maps = open("/proc/self/maps").read()
