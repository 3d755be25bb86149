"""From bytes to searchable text: formats, recognition, PDF/A, Russian analysis, search engines."""
