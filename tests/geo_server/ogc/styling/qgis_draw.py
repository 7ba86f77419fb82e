"""Run by the Python of QGIS: load GeoJSON and a style file, draw them, write a PNG. The order is a JSON file."""

import json
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor


def draw(order: dict[str, Any]) -> None:
    layer = QgsVectorLayer(order["data"], "layer", "ogr")
    if not layer.isValid():
        sys.exit("QGIS cannot read the data")
    style = order["style"]
    said, loaded = layer.loadNamedStyle(style) if style.endswith(".qml") else layer.loadSldStyle(style)
    if not loaded:
        sys.exit(f"QGIS refuses the style: {said}")
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    settings.setExtent(QgsRectangle(*order["extent"]))
    settings.setOutputSize(QSize(order["side"], order["side"]))
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(order["out"])


if __name__ == "__main__":
    app = QgsApplication([], False)
    app.initQgis()
    draw(json.loads(Path(sys.argv[1]).read_text()))
