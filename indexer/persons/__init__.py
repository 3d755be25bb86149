"""Which of the persons that somebody knows stand on a page, by their full names in any case form."""

from indexer.persons.finder import PersonFinder
from indexer.persons.fitting import KnownName
from indexer.persons.mentions import Mention
from indexer.persons.typed import typed_readings

__all__ = ["KnownName", "Mention", "PersonFinder", "typed_readings"]
