# This module is not obfuscated
