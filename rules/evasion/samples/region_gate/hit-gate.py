import locale, sys
if locale.getdefaultlocale()[0] in ("ru_RU", "be_BY"):
    sys.exit()
