def shutdown():
    server.shutdown()
