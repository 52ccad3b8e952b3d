"""What do the mail programs know, and what may pass?"""
