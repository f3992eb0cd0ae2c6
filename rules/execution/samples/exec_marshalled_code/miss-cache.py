import marshal
def get_code(data):
    return marshal.loads(memoryview(data)[16:])
