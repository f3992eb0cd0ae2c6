import sys
sys.setrecursionlimit(2000)
