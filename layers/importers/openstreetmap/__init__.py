"""OpenStreetMap: files read, objects chosen, matched with what is on record, and stored."""
