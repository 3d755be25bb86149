"""Архивариус: the application (Flask, SQLAlchemy sessions and the clock live here, nowhere else)."""
