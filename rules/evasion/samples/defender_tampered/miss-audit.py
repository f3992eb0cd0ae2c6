import json
import subprocess


def defender():
    asked = "Get-MpPreference | Select DisableRealtimeMonitoring, MAPSReporting | ConvertTo-Json"
    told = subprocess.run(["powershell", "-NoProfile", "-Command", asked], capture_output=True, text=True).stdout
    if json.loads(told).get("DisableRealtimeMonitoring"):
        print("real time protection is off")
