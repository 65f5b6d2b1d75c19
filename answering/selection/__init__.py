"""Which sentences answer, and what each must not be quoted without."""
