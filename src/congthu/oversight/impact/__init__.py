"""What would another text of the law do to the real mailboxes, were it in force?"""
