"""What does the school know of a child's social care, in the shape in which local authorities hand it on?"""
