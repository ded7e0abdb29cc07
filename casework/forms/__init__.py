"""What does each form of this app ask?"""
