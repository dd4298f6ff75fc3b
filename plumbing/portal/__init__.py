"""`manage.py portal`: the whole portal as one command, for an office without a server team."""
