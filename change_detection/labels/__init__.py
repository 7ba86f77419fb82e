"""What people know of the ground, ready for training and export: shapes, tiles, targets, COCO. Without database."""
