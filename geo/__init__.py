"""Pure geography: reference systems, units, geometry checks and measures."""
