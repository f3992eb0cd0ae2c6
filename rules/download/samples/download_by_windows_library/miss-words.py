"""Words of macros that write files or start programs, by the call that stands for each."""

import subprocess

WRITES = ("FileCopy", "CopyFile", "URLDownloadToFile", "SaveToFile")
STARTS = ("Shell", "ShellExecute", "CreateProcess", "WinExec")


def words(path):
    return subprocess.run(["strings", path], capture_output=True, text=True).stdout.split()
