TEXT = "Chrome keeps passwords in a file"
