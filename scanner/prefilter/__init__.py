"""Which rules a text may concern, said by one fast pass before libyara reads it.

libyara tries every string of every rule wherever a few of its bytes stand, which costs most of its time on texts that
no rule matches. Hyperscan finds all strings of all rules in one pass at ten times that speed; what the conditions need
(``conditions``) then says which rules can match at all. libyara remains the judge of what does.
"""

from scanner.prefilter.prefilter import Prefilter

__all__ = ["Prefilter"]
