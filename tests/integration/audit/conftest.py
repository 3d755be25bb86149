"""Both databases, and whole archives, for the tests of this folder."""

from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
from tests.fixtures.databases import *  # noqa: F403 - fixtures are found by name
