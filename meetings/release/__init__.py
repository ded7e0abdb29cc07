"""What in a text speaks of somebody else, and what does the text say once that is decided? Plain Python, no records."""
