"""The version, here alone: the package's metadata are built from it and `initlab --version` says it."""

VERSION = "0.1.0"
