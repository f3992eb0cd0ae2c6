if "vmtoolsd" in names:
    print("running in a virtual machine")
