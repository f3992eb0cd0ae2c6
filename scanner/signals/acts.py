"""Modules that act by being imported: they talk to the network or start programs before anybody calls them."""

from scanner.member import REWRITTEN, Layer
from scanner.report import Scope
from scanner.signals.check import LARGEST, LARGEST_DECODED, MOST_SEEN, MemberCheck, Package, SignalKind
from scanner.signals.excerpt import BY_ITSELF, Spent, excerpt
from scanner.signals.glance import SEEN, may_act
from scanner.signals.peeling import AS_IT_STANDS
from scanner.signals.reach import Reached, reached

__all__ = ["ActsCheck"]

SENDS = SignalKind(
    name="import-sends-local-data",
    behaviour="theft",
    description="Importing or installing it reads host, user, home or environment, and talks to the network",
    points=6.0,
    group="import-acts",
)
TALKS = SignalKind(
    name="import-talks-to-network",
    behaviour="channel",
    description="Importing it opens a connection: a library waits until it is asked",
    points=4.0,
    group="import-acts",
)
FETCHES = SignalKind(
    name="import-fetches-and-runs",
    behaviour="download",
    description="Importing or installing it talks to the network, and starts a program or runs a text that it made",
    points=6.0,
    group="import-acts",
)
TALKS_AT_INSTALL = SignalKind(
    name="install-talks-to-network",
    behaviour="install",
    description="What runs at installation or build opens a connection, under whatever name the library was imported",
    points=2.5,
    group="setup-network",
)
STARTS = SignalKind(
    name="import-starts-program",
    behaviour="execution",
    description="Importing it starts another program",
    points=2.0,
    group="import-starts",
)
INTERPRETS = SignalKind(
    name="import-starts-interpreter",
    behaviour="execution",
    description="Importing it starts another interpreter with code on its command line",
    points=3.0,
    group="import-starts-interpreter",
)

RUNS = SignalKind(
    name="import-runs-made-text",
    behaviour="execution",
    description="Importing it runs a text, a command or bytecode that it decoded or made, instead of what stands in it",
    points=4.5,
    group="import-runs",
)
PLANTS = SignalKind(
    name="import-plants-start-up",
    behaviour="execution",
    description="Importing it writes where a machine keeps what it starts by itself: profiles, schedules, agents, keys",
    points=4.5,
    group="import-plants",
)

# Bytes of one distribution that are parsed; from the half on, of a module no more than what runs by importing it.
MOST_PARSED = 250_000
MOST_SEEN_LOUD = 64 << 20  # and so far, instead of MOST_SEEN, what installing or importing the package runs
SAME = REWRITTEN | {"folded"}  # the last step of what is the text before it, written otherwise
AT_INSTALL = (Scope.SETUP, Scope.BUILD)


class ActsCheck(MemberCheck):
    kinds = (SENDS, FETCHES, TALKS, TALKS_AT_INSTALL, STARTS, INTERPRETS, RUNS, PLANTS)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.seen, self.parsed = Spent(), Spent()
        self.clear: set[str] = set()  # members that show the worst as they stand

    def see_layer(self, layer: Layer) -> None:
        at_install = layer.scope in AT_INSTALL
        if layer.is_run and not AS_IT_STANDS.issuperset(layer.path):
            self.tell(RUNS, layer, 1)
        if not layer.is_code or not layer.words[SEEN]:
            return
        if not SAME.isdisjoint(layer.path[-1:]) and layer.member.name in self.clear:
            return
        if self.seen.add(layer.scope, len(layer.data)) > (MOST_SEEN_LOUD if layer.scope in BY_ITSELF else MOST_SEEN):
            return
        if not may_act(layer.data, layer.words[SEEN], hooks=at_install):
            return
        largest = LARGEST_DECODED if layer.path else LARGEST
        if len(layer.data) > largest or self.parsed.of(layer.scope) + len(layer.data) > MOST_PARSED // 2:
            layer = excerpt(layer, hooks=at_install)
        if len(layer.data) > largest or self.parsed.add(layer.scope, len(layer.data)) > MOST_PARSED:
            self.passed_over.append(layer.member.name)
            return
        acts = reached(layer.tree, hooks=at_install) if layer.tree is not None else None
        if acts is None:
            return
        kind = None
        if acts.talks and acts.learns:
            kind = SENDS
        elif acts.talks and (acts.runs or (_is_told(acts) if at_install else acts.starts or acts.loads)):
            kind = FETCHES
        elif acts.talks:
            kind = TALKS_AT_INSTALL if at_install else TALKS
        if kind:
            self.tell(kind, layer, acts.talks)
        if kind in (SENDS, FETCHES):
            self.clear.add(layer.member.name)
        if (starts := acts.starts or acts.installs) and not at_install:
            self.tell(STARTS, layer, starts)
        if acts.interprets and not at_install:
            self.tell(INTERPRETS, layer, acts.interprets)
        if acts.plants and not at_install:
            self.tell(PLANTS, layer, acts.plants)
        # A setup.py reads its version like this.
        if acts.runs and not at_install:
            self.tell(RUNS, layer, acts.runs)


def _is_told(acts: Reached) -> bool:
    """Whether what starts a program is told by the network which: builds start compilers, and fetch what they build."""
    return bool((acts.starts and acts.socket) or acts.starts_written)
