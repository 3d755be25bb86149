"""Use cases, one a file. They take what they need as arguments; `archive_app.bootstrap` puts them together."""
