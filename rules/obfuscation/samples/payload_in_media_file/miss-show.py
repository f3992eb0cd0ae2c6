from PIL import Image
Image.open("a.png").show()
