"""What of a chronology leaves the school, in which form, and what has to be read first?"""
