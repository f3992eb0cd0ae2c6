import requests
class Session(requests.Session):
    def send(self, request, **kwargs):
        return super().send(request, **kwargs)
