"""How does the use of a mailbox reach the record? What the mail programs write in their logs, read by one process.

``reports`` (pure) reads a line, ``tally`` (pure) keeps the newest moment of each address, ``tail`` follows a log from
file to file, ``collector`` brings them together and writes down, every few seconds, what has been heard.
"""
