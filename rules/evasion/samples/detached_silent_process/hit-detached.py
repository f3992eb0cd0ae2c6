subprocess.Popen(["x"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
