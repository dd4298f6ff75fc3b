from reports.models.data_checks import DataCheckCount, DataCheckRun
from reports.models.figures import Figure
from reports.models.rollups import RollUp

__all__ = ["DataCheckCount", "DataCheckRun", "Figure", "RollUp"]
