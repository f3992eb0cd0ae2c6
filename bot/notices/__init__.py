"""Telling operators what they should know, without telling it twice."""
