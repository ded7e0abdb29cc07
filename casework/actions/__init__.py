"""What may be done to concerns and case files, by whom, and what is recorded?"""
