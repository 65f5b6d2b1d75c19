"""What a question asks: its parts, its day, what it leans on; before anything is searched for."""
