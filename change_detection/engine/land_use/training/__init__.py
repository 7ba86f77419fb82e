"""Makes the classifier of the ground from invented scenes; `python -m change_detection.engine.land_use.training`."""
