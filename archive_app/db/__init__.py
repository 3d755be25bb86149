"""Metadata: models, engine, migrations, unit of work and the read queries. Imports no other part of the application."""
