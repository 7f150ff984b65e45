"""Lists of starts: a CSV read, its columns led to input fields, its cells typed by the input schema."""
