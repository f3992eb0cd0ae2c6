"""From a report to people and to PyPI."""
