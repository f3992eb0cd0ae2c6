import clr
clr.AddReference("System.Windows.Forms")
