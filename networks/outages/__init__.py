"""What hangs on a network from outside it, and what happens there when a part of the network is out."""
