"""The commands of `./diaban`, one file each."""
