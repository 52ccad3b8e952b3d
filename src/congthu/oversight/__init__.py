"""Who must hear of what, who may read what was done and why, and what would another text of the law do?"""
