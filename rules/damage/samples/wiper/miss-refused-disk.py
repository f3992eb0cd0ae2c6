import subprocess

DANGEROUS = ["mkfs.ext4 /dev/sda", "dd if=/dev/zero of=/dev/sda", "format c: /q", "rd /s /q C:\\"]
