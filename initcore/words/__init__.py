"""Numbers and lists as people read them: the one set of formatters. Knows nothing of networks."""
