"""What does access do later, or send?"""

from django.core.mail import send_mail


def send_invitation(email: str, link: str) -> None:
    """One link and no word about any child. Sent at once: the person waits for it."""
    send_mail(
        subject="Your account",
        message=f"You have been invited to your school's safeguarding records.\n\n{link}\n\nThe link works once, for seven days.",
        from_email=None,
        recipient_list=[email],
    )
