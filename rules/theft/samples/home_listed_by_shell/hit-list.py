for c in ["ls -la ~/", "cat ~/.bash_history", "cat /etc/passwd"]:
    run(c)
