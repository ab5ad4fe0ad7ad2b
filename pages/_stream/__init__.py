"""The stream: what a board is told while its runs are trained, without a page being drawn anew."""
