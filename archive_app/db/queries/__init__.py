"""Read queries: what pages, commands and checks ask for, each in few statements that an index serves.

Every function takes a session (of `archive_app.db.engine.reading`) and gives frozen rows or models that are loaded
as far as its docstring says.
"""
