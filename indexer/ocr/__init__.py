"""Recognition of one page: `read_page` gives words with boxes and confidence, `judge` says what they are worth."""

from indexer.ocr.page import read_page
from indexer.ocr.reading import OcrOptions, Reading, judge
from indexer.ocr.tesseract import RecognitionFailedError, RecognitionTimeoutError

__all__ = ["OcrOptions", "Reading", "RecognitionFailedError", "RecognitionTimeoutError", "judge", "read_page"]
