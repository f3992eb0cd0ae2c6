state = json.load(open(root / "Local State"))
print(state["profile"]["name"])
