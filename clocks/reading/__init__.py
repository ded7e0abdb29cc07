"""What does a calendar file from outside say about terms, INSET days and closures? Read only; nothing is kept."""
