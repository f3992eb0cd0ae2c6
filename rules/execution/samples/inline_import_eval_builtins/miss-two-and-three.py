import builtins
exec_ = getattr(builtins, "exec")
