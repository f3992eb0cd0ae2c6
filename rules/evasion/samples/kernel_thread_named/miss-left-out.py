def is_of_kernel(name):
    return name.startswith(("[kworker", "[rcu_", "[migration/"))
