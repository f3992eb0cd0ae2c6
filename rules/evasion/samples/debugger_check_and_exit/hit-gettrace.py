import os, sys
if sys.gettrace() is not None:
    os._exit(0)
