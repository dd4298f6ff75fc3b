from reports.models.doubts import DoubtCount, DoubtLook
from reports.models.figures import Figure
from reports.models.rollups import RollUp

__all__ = ["DoubtCount", "DoubtLook", "Figure", "RollUp"]
