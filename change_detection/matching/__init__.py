"""Hold a change against parcels, plan and permits: pure rules over plain facts, no database."""
