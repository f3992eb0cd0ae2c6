import os
os.system('echo ZWNobyBpbmVydDsgZWNobyBpbmVydA== | base64 -d | sh')
