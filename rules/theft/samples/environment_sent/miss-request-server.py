import asyncio


class Server:
    def wsgi_app(self, environ, start_response):
        headers = {}
        for key, value in environ.items():
            if key.startswith("HTTP_"):
                headers["-".join(part.title() for part in key[5:].split("_"))] = value
        request = Request(headers)
        request.environ = environ
        return self.loop.run_until_complete(asyncio.open_connection(self.host, self.port))
