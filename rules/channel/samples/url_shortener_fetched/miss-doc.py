DOC = "short addresses such as bit.ly hide their target"
