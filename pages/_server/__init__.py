"""The server as such: what it says of itself with every answer, whom it lets in, and how it is."""
