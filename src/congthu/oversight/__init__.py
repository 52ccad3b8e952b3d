"""Who must hear of what, and has it been told in time?"""
