"""From a MapLibre style to the styles of other programs: SLD, QML, and MapLibre without branches. Pure."""
