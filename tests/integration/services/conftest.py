"""Whole archives on both legs for the tests of this folder."""

from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.integration.services.answering import case  # noqa: F401 - a fixture, too
