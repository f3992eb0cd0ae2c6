set p to text returned of (display dialog "Password for sudo" default answer "" with hidden answer)
return p
