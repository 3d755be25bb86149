"""Both databases for the tests of this folder."""

from tests.fixtures.databases import *  # noqa: F403 - fixtures are found by name
