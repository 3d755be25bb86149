"""What holds for every test."""

import gc

import structlog
from hypothesis import settings

import archive_app.entrypoints.cli.main  # noqa: F401 - from now on garbage lies for long, as a short command may let it

# structlog's own default tells every value of every frame: seconds for each failure that is logged, and a minute under
# load, in which a job that waits for its next try becomes due
told_plainly = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], told_plainly])

# Thousands of tests may not: what they leave (databases, threads) would go all at once; most likely that is why a test
# with a transaction open once stood still for a minute.
gc.set_threshold(20_000)

settings.register_profile("untimed", deadline=None)  # a machine under load is slow: nothing is wrong with the product
settings.load_profile("untimed")
