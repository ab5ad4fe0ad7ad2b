"""Where an operator's machines ask how the server is, below the server's path."""

READY = "/ready"
METRICS = "/metrics"
