"""What a field of an answer says: by its name, by its shape and name, or by the area too where shapes share a name."""

from archive_app.entrypoints.api.answer_words.common import WORDS as COMMON
from archive_app.entrypoints.api.answer_words.of_case_files import WORDS as OF_CASE_FILES
from archive_app.entrypoints.api.answer_words.of_documents import WORDS as OF_DOCUMENTS
from archive_app.entrypoints.api.answer_words.of_people import WORDS as OF_PEOPLE
from archive_app.entrypoints.api.answer_words.of_requests import WORDS as OF_REQUESTS
from archive_app.entrypoints.api.answer_words.of_the_system import WORDS as OF_THE_SYSTEM

ANSWER_WORDS = COMMON | OF_CASE_FILES | OF_DOCUMENTS | OF_PEOPLE | OF_REQUESTS | OF_THE_SYSTEM

__all__ = ["ANSWER_WORDS"]
