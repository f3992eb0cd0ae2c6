"""Every honest package: small, odd or sharp, and meant well."""

from tests.campaigns.forge import Shape
from tests.campaigns.honest.agents import AGENTS
from tests.campaigns.honest.chat import CHAT
from tests.campaigns.honest.clients import CLIENTS
from tests.campaigns.honest.contents import CONTENTS
from tests.campaigns.honest.desktop import DESKTOP
from tests.campaigns.honest.flows import FLOWS
from tests.campaigns.honest.importing import IMPORTING
from tests.campaigns.honest.installing import INSTALLING
from tests.campaigns.honest.money import MONEY
from tests.campaigns.honest.security import SECURITY

__all__ = ["HONEST"]

HONEST: tuple[Shape, ...] = (
    *INSTALLING,
    *IMPORTING,
    *CHAT,
    *MONEY,
    *SECURITY,
    *DESKTOP,
    *AGENTS,
    *CONTENTS,
    *FLOWS,
    *CLIENTS,
)
