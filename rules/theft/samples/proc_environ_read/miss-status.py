text = open("/proc/self/status").read()
