"""What goes to a language model, and what is taken of its reply."""
