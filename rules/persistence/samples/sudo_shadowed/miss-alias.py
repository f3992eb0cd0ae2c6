RC = """
alias sudo='sudo '
alias ll='ls -l'
"""
