"""Contingents (контингент): tables of who studies in which group, looked through line by line, then entered at once."""
