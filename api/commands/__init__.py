"""The commands of `zonemap`, one module a group."""
