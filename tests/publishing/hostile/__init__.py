"""Files that want to do harm, made here; nothing of them lies in the repository."""
