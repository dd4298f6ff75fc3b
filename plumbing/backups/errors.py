"""What goes wrong with a backup, in a sentence with the way out."""


class BackupFailed(Exception):
    """The backup could not be made, or what came back is not whole; the message says what to do."""
