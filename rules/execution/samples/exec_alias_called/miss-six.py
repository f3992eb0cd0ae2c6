exec_ = exec
exec_(code, namespace)
