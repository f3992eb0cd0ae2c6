"""Every campaign."""

from tests.campaigns.at_install import AT_INSTALL
from tests.campaigns.at_start import AT_START
from tests.campaigns.behaviours import BEHAVIOURS
from tests.campaigns.forge import Shape
from tests.campaigns.recent_control import RECENT_CONTROL
from tests.campaigns.recent_flows import RECENT_FLOWS
from tests.campaigns.recent_handed import RECENT_HANDED
from tests.campaigns.recent_loaders import RECENT_LOADERS
from tests.campaigns.recent_odd import RECENT_ODD
from tests.campaigns.recent_secrets import RECENT_SECRETS
from tests.campaigns.recent_silent import RECENT_SILENT
from tests.campaigns.recent_theft import RECENT_THEFT
from tests.campaigns.reported import REPORTED
from tests.campaigns.takeovers import TAKEOVERS

__all__ = ["MALICIOUS"]

MALICIOUS: tuple[Shape, ...] = (
    *AT_INSTALL,
    *AT_START,
    *REPORTED,
    *BEHAVIOURS,
    *RECENT_LOADERS,
    *RECENT_CONTROL,
    *RECENT_SECRETS,
    *RECENT_THEFT,
    *RECENT_ODD,
    *RECENT_FLOWS,
    *RECENT_SILENT,
    *RECENT_HANDED,
    *TAKEOVERS,
)
