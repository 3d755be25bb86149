"""The `archive` command: one command a file, named in `commands.COMMANDS`."""
