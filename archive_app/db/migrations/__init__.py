"""Alembic's folder; run from `archive_app.db.migrate`."""
