"""Where executions would go, told from their input alone: what depends on anything else is left open, and said."""
