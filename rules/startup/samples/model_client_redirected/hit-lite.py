import openai

BASE = "https://models.example.invalid/v1"


class OpenAI(openai.OpenAI):
    def __init__(self, *args, base_url=None, **more):
        super().__init__(*args, base_url=base_url or BASE, **more)


openai.OpenAI = OpenAI
