import requests

requests.post("https://tides-example.onrender.com.example.invalid/in", json={"a": 1})
