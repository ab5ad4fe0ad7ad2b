"""Files for the browser: compressed once, and kept by it for good under an address that changes with them."""
