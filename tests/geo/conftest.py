"""Settings of the properties."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no fault of the code: time is measured in tests/benchmarks.
settings.register_profile("geo", deadline=None)
settings.load_profile("geo")
