subprocess.check_output("netsh wlan show interfaces", shell=True)
