VERSION = ".".join(map(str, (1, 4, 2)))
LOCAL = ".".join(map(str, (127, 0, 0, 1)))


def shown(parts):
    return "%d.%d.%d.%d" % tuple(parts)
