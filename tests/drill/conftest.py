"""Whole archives for the drills."""

from tests.fixtures.archives import *  # noqa: F403 - fixtures are found by name
