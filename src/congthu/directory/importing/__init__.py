"""Bring a whole directory in from a spreadsheet.

reading (bytes to cells, in a child) → columns and parsing (cells to lines) → planning (lines against what is held: a
verdict each) → :mod:`congthu.directory.acts.importing`, which writes what the plan says.
"""
