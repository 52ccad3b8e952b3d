"""Which pieces are the pages made of?

A component is a folder: ``__init__.py`` holds a frozen dataclass of its arguments, ``template.html`` stands
beside it. Printed in a template, it renders itself.
"""
