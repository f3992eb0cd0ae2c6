TEXT = "open it in wireshark or fiddler"
