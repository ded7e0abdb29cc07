"""What is asked of whoever records, corrects, finds or exports? Shape only: whether it may be is for the actions."""
