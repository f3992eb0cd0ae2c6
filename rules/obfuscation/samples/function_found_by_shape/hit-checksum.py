import sys
import zlib


def find(module, name):
    for one in list(sys.modules.values()):
        if zlib.crc32(one.__name__.encode()) == module:
            for known in dir(one):
                if zlib.crc32(known.encode()) == name:
                    return getattr(one, known)
