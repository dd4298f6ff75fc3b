from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlumbingConfig(AppConfig):
    name = "plumbing"

    def ready(self) -> None:
        # Each app says in its `imports` which lists it understands, in its `nouns` which kinds of records it has.
        autodiscover_modules("imports", "nouns")
