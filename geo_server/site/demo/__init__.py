"""The demo city: `city` invents it, the other modules put it into the server and run the change detection on it."""
