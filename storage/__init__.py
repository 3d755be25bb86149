"""Blobs: content-addressed bytes in a local directory or any S3. Knows neither Flask nor SQLAlchemy."""
