"""The HTTP API, version 1: one file for each subject, and what all of them share."""
