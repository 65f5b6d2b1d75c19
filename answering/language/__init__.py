"""What words say, read by rule: stems, dates, figures, names, denials."""
