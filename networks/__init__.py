"""Networks of the utilities: topology, rules, traces, hydraulic runs, scorecards."""
