try:
    import builtins
    exec_ = exec
except ImportError:
    pass
