import json
import os
import urllib.request


class Reporter:
    def __init__(self, config):
        self.url = config.getini("annotate_url")
        e = os.environ
        self.ci = "GITHUB_ACTIONS" in e
        self.repo = e.get("GITHUB_REPOSITORY")

    def finish(self, failures):
        urllib.request.urlopen(self.url, json.dumps([self.repo, failures]).encode())
