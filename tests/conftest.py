"""What holds for all tests."""

from hypothesis import settings

# How long an example takes is the machine's business: it may be shared and slow.
settings.register_profile("untimed", settings(), deadline=None)
settings.load_profile("untimed")
