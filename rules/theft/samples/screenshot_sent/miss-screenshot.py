from PIL import ImageGrab
ImageGrab.grab().save("s.png")
