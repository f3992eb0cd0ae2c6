api.create_namespaced_pod("default", {"spec": {"containers": []}})
