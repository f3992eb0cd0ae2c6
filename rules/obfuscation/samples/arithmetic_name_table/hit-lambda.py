(lambda a: (lambda b: (lambda c: c(b))(a))(1))(2)
