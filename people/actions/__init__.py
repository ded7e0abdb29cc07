"""What may be done to children's details, contacts and professionals, by whom, and what is recorded?"""
