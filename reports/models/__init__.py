from reports.models.figures import Figure
from reports.models.rollups import RollUp

__all__ = ["Figure", "RollUp"]
