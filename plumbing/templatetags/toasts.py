"""What a message carries besides its words: the draft that is done with, and the token of an undo."""

from django import template

from plumbing.undo import parts_of

register = template.Library()


@register.filter
def done_draft(tags: str) -> str:
    return parts_of(tags)[0]


@register.filter
def undo_token(tags: str) -> str:
    return parts_of(tags)[1]
