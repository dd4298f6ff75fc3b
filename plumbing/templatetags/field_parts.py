"""The usual field of a form, as crispy-bootstrap5 shows it. Its own template asks thirty questions for each field."""

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# What crispy shows in other ways: bootstrap5/field_any.html, crispy-bootstrap5's own template.
UNUSUAL = (forms.CheckboxInput, forms.CheckboxSelectMultiple, forms.RadioSelect, forms.FileInput, forms.MultiWidget)
WISHES = ("tag", "label_class", "field_class", "wrapper_class", "help_text_inline", "form_class")


@register.simple_tag(takes_context=True)
def plain_field(context: Context) -> SafeString:
    """Return a field with label, widget, errors and help; empty when it needs more than that."""
    field: BoundField = context["field"]
    if field.is_hidden:
        return SafeString(field)
    widget = field.field.widget
    is_unusual = isinstance(widget, UNUSUAL) or hasattr(widget, "widget") or field.use_fieldset
    if is_unusual or any(context.get(wish) for wish in WISHES):
        return SafeString("")
    errors = field.errors
    _add_classes(field, is_wrong=bool(errors))
    label = _label(field) if field.label and context.get("form_show_labels") else ""
    wrong = ""
    if errors and context.get("form_show_errors"):
        wrong = _errors(field, "span" if context.get("error_text_inline") else "p")
    start = f'<div id="div_{escape(field.auto_id)}" class="{escape(f"mb-3 {field.css_classes()}".strip())}">'
    return mark_safe(f"{start}{label}{field}{wrong}{_help(field)}</div>")  # noqa: S308 -- all are escaped


def _add_classes(field: BoundField, *, is_wrong: bool) -> None:
    """Give the widget the classes that crispy gives: its kind, Bootstrap's, and whether it is right."""
    widget = field.field.widget
    kind = type(widget).__name__.lower()
    css = widget.attrs.get("class", "")
    classes = css.split() if kind in css else [*css.split(), kind]
    wanted = ["form-select" if isinstance(widget, forms.Select) else "form-control"]
    if is_wrong:
        wanted.append("is-invalid")
    widget.attrs["class"] = " ".join([*classes, *(name for name in wanted if name not in classes)])


def _label(field: BoundField) -> SafeString:
    named = f' for="{escape(field.id_for_label)}"' if field.id_for_label else ""
    kind, sign = (" requiredField", '<span class="asteriskField">*</span>') if field.field.required else ("", "")
    words = conditional_escape(field.label)
    return mark_safe(f'<label{named} class="form-label{kind}">{words}{sign}</label>')  # noqa: S308 -- all are escaped


def _errors(field: BoundField, tag: str) -> SafeString:
    lines = (
        (tag, number, field.auto_id, conditional_escape(str(error)), tag)
        for number, error in enumerate(field.errors, start=1)
    )
    return format_html(
        '<div id="{}_error" class="invalid-feedback">{}</div>',
        field.errors.field_id,  # type: ignore[attr-defined]
        format_html_join("", '<{} id="error_{}_{}"><strong>{}</strong></{}>', lines),
    )


def _help(field: BoundField) -> SafeString | str:
    if not field.help_text:
        return ""
    # Help texts are our own words, and may hold a link.
    text = mark_safe(str(field.help_text))  # noqa: S308 -- as crispy's own template does
    if not field.auto_id:
        return format_html('<div class="form-text">{}</div>', text)
    return format_html('<div id="{}_helptext" class="form-text">{}</div>', field.auto_id, text)
