"""Right statements, and the corrupted ones made from them."""
