from reports.models.figures import Figure

__all__ = ["Figure"]
