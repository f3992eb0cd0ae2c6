class A:
    def __reduce__(self):
        return (A, (self.x,))
