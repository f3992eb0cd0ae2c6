import shutil

SUSPECT = ('autorun.inf', 'desktop.ini')
shutil.copy('settings.toml', 'settings.bak')
