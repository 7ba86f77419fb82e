"""What is noticed in a layer and proposed: each module looks at one matter, and is silent where nothing is wrong."""
