import os
def color():
    if os.environ.get("GITHUB_ACTIONS") or os.environ.get("GITLAB_CI"):
        return False
