"""The planners' door: OGC APIs over the one spatial model. It translates and never decides."""
