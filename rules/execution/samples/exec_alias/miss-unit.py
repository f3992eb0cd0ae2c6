UNIT = """[Unit]
Description=Tide tables
[Service]
Type=exec
ExecStart=/usr/bin/tides
"""
