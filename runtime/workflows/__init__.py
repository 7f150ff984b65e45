"""Workflow code: the interpreter of Open Workflow definitions, and housekeeping. Imports contracts and domain only."""
