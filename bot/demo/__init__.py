"""Stand-ins for PyPI and Discord on loopback, and the demo that runs the real bot against them."""
