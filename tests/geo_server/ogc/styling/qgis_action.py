"""Run by QGIS's own Python: loads a layer and a QML document and prints the address that its action opens."""

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsExpression, QgsExpressionContext, QgsExpressionContextUtils, QgsVectorLayer

told = json.loads(Path(sys.argv[1]).read_text())
application = QgsApplication([], False)
application.initQgis()
layer = QgsVectorLayer(told["data"], "layer", "ogr")
layer.loadNamedStyle(told["style"])
[action] = layer.actions().actions("Canvas")
context = QgsExpressionContext(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
context.setFeature(next(layer.getFeatures()))
address = QgsExpression.replaceExpressionText(action.command(), context)
default = layer.actions().defaultAction("Canvas").id() == action.id()
print(json.dumps({"name": action.name(), "type": int(action.type()), "address": address, "default": default}))
