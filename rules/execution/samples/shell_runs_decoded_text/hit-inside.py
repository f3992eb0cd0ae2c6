import os
os.system('eval "$(echo ZWNobyBpbmVydDsgZWNobyBpbmVydA== | base64 -d)"')
