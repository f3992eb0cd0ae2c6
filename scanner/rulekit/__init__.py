"""What keeps a rule set good: lint, samples, evasion trials and time budgets.

Samples lie beside the rules, ``<behaviour>/samples/<rule>/{hit,miss}-NAME``. NAME says which member of a distribution
the sample is scanned as:

=========================  =================================  =====================================================
NAME                       member                             for
=========================  =================================  =====================================================
``send.py``                ``pkg/send.py``                    an ordinary module
``pkg__init__.py``         ``pkg/__init__.py``                a package's own module
``beacon-setup.py``        ``pkg-1.0/setup.py``               what an sdist has at its root: setup.py, setup.cfg,
                                                              pyproject.toml, PKG-INFO
``quiet-sitecustomize.py`` ``sitecustomize.py``               start-up modules (also usercustomize.py)
``loader.pth``             ``loader.pth``                     start-up files (also .start)
``docs--guide.py``         ``docs/guide.py``                  any other place: ``--`` stands for ``/``
=========================  =================================  =====================================================

Samples are inert: every network address in them, decoded layers included, is reserved for documentation.
"""

from scanner.rulekit.problem import Problem

__all__ = ["Problem"]
