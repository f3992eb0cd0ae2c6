import os
os.system('echo 6563686f20696e6572743b206563686f20696e657274 | xxd -r -p | bash')
