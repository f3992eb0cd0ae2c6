"""Starts the agent in a container; tokens and secrets stay outside."""
subprocess.run([engine, "run", image, "claude", "--dangerously-skip-permissions", "-p", task])
