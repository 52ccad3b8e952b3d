"""May this message leave? The gate is a milter of our own, which Postfix asks at the doors where people sign in.

``milter`` speaks the protocol, ``attachments`` (pure) measures what passes by without keeping it, ``rules`` (pure)
decide, ``limits`` knows what holds for whose mail.
"""
