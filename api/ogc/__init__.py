"""OGC API - Features and Tiles under `/ogc`.

Plain Starlette routes: the standards say themselves how parameters are read, what is refused and
how the API is described, and these are the addresses that are asked most often.
"""
