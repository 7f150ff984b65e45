"""Activities: everything that the workflows have done outside. Synchronous functions on a thread pool."""
