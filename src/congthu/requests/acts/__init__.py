"""What can be done with a request: the only code that writes its tables."""
