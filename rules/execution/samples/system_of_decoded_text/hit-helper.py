os.system(b64d("ZWNobyBpbmVydCBlY2hvIGluZXJ0"))
