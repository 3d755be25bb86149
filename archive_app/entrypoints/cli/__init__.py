"""The `archive` command: one command a file, named in `main.COMMANDS`."""
