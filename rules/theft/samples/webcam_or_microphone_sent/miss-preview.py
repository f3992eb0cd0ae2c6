import cv2
frame = cv2.VideoCapture(0).read()
