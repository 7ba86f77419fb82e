"""The only door for neighbours: indicators, their observations, their maps and tables."""

from .choropleth import publish_choropleth
from .definitions import Indicator, all_indicators, get_indicator
from .kinds import AreaKey, ChoroplethReport, LoadReport, ObservationRow, Origin, Period, Status
from .reading import read_wide_csv
from .selectors import Table, TableRow, published_indicators, table_of
from .services import load_observations

__all__ = [
    "AreaKey",
    "ChoroplethReport",
    "Indicator",
    "LoadReport",
    "ObservationRow",
    "Origin",
    "Period",
    "Status",
    "Table",
    "TableRow",
    "all_indicators",
    "get_indicator",
    "load_observations",
    "publish_choropleth",
    "published_indicators",
    "read_wide_csv",
    "table_of",
]
