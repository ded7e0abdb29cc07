"""The log: what happened, and can it be proved?"""
