"""Servers and processes of tests that kill them."""
