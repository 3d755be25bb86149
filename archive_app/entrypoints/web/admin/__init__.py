"""«Управление»: the pages of those who keep accounts, dictionaries and the system."""
