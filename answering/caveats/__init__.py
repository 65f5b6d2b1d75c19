"""What a reader must know beside an answer: another day, another place, another source that differs."""
