print("run: pip install inert-example")
