path = os.path.expanduser("~/Library/LaunchAgents/com.example.monitor.plist")
open(path, "w").write("<key>RunAtLoad</key>")
os.system("launchctl load " + path)
