"""Reading a planner's file: bytes on disk to a `RawLayer`, in a limited child process."""

from layers.importers.reading.options import ReadLimits, ReadOptions
from layers.importers.reading.process import read_file

__all__ = ["ReadLimits", "ReadOptions", "read_file"]
