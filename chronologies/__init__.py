"""What happened to a child, in order."""
