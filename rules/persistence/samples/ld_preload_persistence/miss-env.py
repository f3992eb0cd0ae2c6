env["LD_PRELOAD"] = "libjemalloc.so"
