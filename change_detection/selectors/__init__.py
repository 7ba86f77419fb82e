"""What this package reads: scenes, runs, changes and findings, each as far as its asker may know it."""
