"""Demo data, made through the services and run on the real engine."""
