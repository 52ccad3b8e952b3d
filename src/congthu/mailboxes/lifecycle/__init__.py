"""In which state is a mailbox, and what will time do to it? Pure rules."""
