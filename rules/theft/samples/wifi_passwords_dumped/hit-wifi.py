subprocess.check_output("netsh wlan show profile name=x key=clear", shell=True)
