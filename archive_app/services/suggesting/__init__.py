"""What a form offers for a document that waits: read from its text, and from how similar documents were filed.

Everything here only offers: nothing is filed without a person.
"""
