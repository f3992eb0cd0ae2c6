import os
fd = os.memfd_create("buffer")
os.ftruncate(fd, 4096)
