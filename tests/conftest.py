"""What holds for every test."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)  # a machine under load is slow: nothing is wrong with the product
settings.load_profile("untimed")
