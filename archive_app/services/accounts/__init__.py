"""Accounts: who may sign in, with what, and for how long. One use case a file, shared by browser and command line."""
