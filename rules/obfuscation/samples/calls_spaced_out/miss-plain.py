import requests
text = "one . two (three)"
