"""Where pictures come from by themselves: a folder that is watched, a bucket of an object storage."""
