"""Cards of persons: found, shown, kept, studies, doubles made one."""

from archive_app.services.people.ground import People

__all__ = ["People"]
