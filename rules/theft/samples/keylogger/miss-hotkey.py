from pynput import keyboard
keyboard.GlobalHotKeys({"<ctrl>+h": on_activate}).start()
