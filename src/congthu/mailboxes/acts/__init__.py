"""What can be done with a mailbox: the only code that writes its tables, below its secrets."""
