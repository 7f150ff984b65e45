"""The pieces of `pointsman run`."""
