os.remove(temporary)
