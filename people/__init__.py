"""Children, their families, and the professionals around them."""
