"""Trying a definition: a worker in this process, without a stored template, a database or another worker."""
