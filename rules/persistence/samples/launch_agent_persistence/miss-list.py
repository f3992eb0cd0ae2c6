print(os.listdir("/Library/LaunchAgents"))
