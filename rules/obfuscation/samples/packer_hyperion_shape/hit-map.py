from builtins import *
from math import prod as Substract
_a, _b, _c, _d, _e = exec, str, tuple, map, ord
