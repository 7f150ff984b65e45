"""A structural diff of two JSON values, and what it means for a workflow.

`comparing` finds the changes, `matching` tells which element of one array is which of the other, `patching` makes a
JSON Patch of them, and `side_by_side` shows them line by line.
"""
