import clr, base64
from System.Reflection import Assembly
Assembly.Load(base64.b64decode(data))
