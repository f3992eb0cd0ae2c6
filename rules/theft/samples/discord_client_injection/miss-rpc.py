from pypresence import Presence
Presence("1").connect()
