"""What is read from concerns and case files, always within reach?"""
