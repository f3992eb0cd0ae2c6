from pyngrok import ngrok
print(ngrok.connect(8000))
