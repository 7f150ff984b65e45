"""Pieces of the page on which an execution is retried from the task that failed."""
