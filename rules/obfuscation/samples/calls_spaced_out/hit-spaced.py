import requests
requests . get ( "https://example.invalid/" )
requests . post ( "https://example.invalid/" )
