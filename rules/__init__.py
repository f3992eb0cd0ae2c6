"""YARA rules by behaviour, their samples, and the reviewed table of points. Data only: nothing here is imported."""
