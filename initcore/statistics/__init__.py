"""What many runs say together: medians, paired comparisons, twins."""
