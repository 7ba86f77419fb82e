"""Run by the Python of QGIS: convert a MapLibre style as the vector tile layer does; print the colour of each style."""

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsMapBoxGlStyleConverter

if __name__ == "__main__":
    app = QgsApplication([], False)
    app.initQgis()
    converter = QgsMapBoxGlStyleConverter()
    if converter.convert(json.loads(Path(sys.argv[1]).read_text())) != QgsMapBoxGlStyleConverter.Success:
        sys.exit(f"QGIS refuses the style: {converter.errorMessage()}")
    styles = converter.renderer().styles()
    found = [[style.filterExpression(), style.symbol().symbolLayer(0).color().name()] for style in styles]
    sys.stdout.write(json.dumps(found))
