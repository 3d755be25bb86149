"""Disclosure (передача персональных данных): what left the archive, to whom, on what ground."""
