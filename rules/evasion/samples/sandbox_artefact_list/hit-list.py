BAD = ["vboxservice.exe", "vmtoolsd.exe", "xenservice.exe", "qemu-ga.exe", "WDAGUtilityAccount"]
