"""What does each page of this app fetch, bind and answer?"""
