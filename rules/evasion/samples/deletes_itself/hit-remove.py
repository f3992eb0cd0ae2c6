os.remove(__file__)
