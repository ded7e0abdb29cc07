"""What is read about children and their families, always within reach?"""

from people.models import Child


def name_of(child: Child) -> str:
    """What the child is called. Raises Locked unless the gate opened the directory."""
    return child.who.name
