from math import prod
total = prod(values)
