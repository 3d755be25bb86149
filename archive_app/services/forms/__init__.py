"""Print forms: what all of them share."""
