ip = request.remote_addr
