"""How is a mailbox called? Pure rules."""
