"""What is put together about a child for a conference, a core group, a parent: drafted, checked and made."""
