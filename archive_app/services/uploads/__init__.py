"""Uploads in pieces: what is acknowledged is durable, a cut connection costs the piece at hand and no more."""
