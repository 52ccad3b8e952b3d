"""The only code that writes the directory: organisations, people, roles, and whole files of them."""
