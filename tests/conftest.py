"""What holds for every test."""

import structlog
from hypothesis import settings

# structlog's own default tells every value of every frame: seconds for each failure that is logged, and a minute under
# load, in which a job that waits for its next try becomes due
told_plainly = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], told_plainly])

settings.register_profile("untimed", deadline=None)  # a machine under load is slow: nothing is wrong with the product
settings.load_profile("untimed")
