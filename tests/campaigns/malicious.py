"""Every campaign."""

from tests.campaigns.at_install import AT_INSTALL
from tests.campaigns.at_start import AT_START
from tests.campaigns.behaviours import BEHAVIOURS
from tests.campaigns.forge import Shape
from tests.campaigns.reported import REPORTED
from tests.campaigns.takeovers import TAKEOVERS

__all__ = ["MALICIOUS"]

MALICIOUS: tuple[Shape, ...] = (*AT_INSTALL, *AT_START, *REPORTED, *BEHAVIOURS, *TAKEOVERS)
