"""Facts in words: what verdicts, remedies and measurements say to a reader, made from their records alone."""
