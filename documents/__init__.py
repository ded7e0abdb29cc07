"""What is printed, and what left the school."""
