"""Training of the Siamese network: data, crops, augmentation, losses, loop. Imports torch; serving never does."""
