BAD = ["x64dbg", "ollydbg", "processhacker", "httpdebuggerui", "wireshark", "dnspy"]
