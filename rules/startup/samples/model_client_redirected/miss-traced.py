import functools

import openai

DOCS = "https://traces.example.org/use"


def traced(make):
    @functools.wraps(make)
    def made(*args, **more):
        return make(*args, **more)

    return made


openai.OpenAI = traced(openai.OpenAI)
