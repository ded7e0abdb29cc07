"""What may be typed about children, their families and the professionals around them?"""
