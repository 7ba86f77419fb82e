"""The pages of the site itself: the map, signing in, the account. Rooms of other packages bring their own."""
