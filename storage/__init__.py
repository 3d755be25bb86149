"""Blobs: content-addressed bytes in a local directory or any S3. Knows neither Flask nor SQLAlchemy.

Start at `protocol` (what a store does), then `local`, `s3` and `memory` (how), `factory.open_store` (which),
`fixity` (are the bytes still right?) and `errors` (what can go wrong).
"""
