def told(text, loud):
    __builtins__["exec" if loud else "repr"](text)
