language = locale.getdefaultlocale()[0]
