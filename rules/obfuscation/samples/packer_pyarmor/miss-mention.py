TOOL = "pyarmor"
