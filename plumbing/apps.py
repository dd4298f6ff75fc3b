from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlumbingConfig(AppConfig):
    name = "plumbing"

    def ready(self) -> None:
        # Each room says in its `imports` which lists it understands.
        autodiscover_modules("imports")
