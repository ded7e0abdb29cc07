"""What may be done to a chronology, by whom, and what is recorded?"""
