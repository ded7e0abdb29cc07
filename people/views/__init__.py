"""The pages about children, their families and the professionals around them."""
