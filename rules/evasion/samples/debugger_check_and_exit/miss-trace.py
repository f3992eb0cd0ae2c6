import sys
tracer = sys.gettrace()
