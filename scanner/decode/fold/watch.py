"""When a loop is worth no further round."""

from typing import Final

from scanner.decode.fold.machine import Machine

__all__ = ["Watch"]

BARREN: Final = 4  # iterations in a row that leave nothing known behind
IDLE: Final = 256  # iterations in a row that only count
OPAQUE: Final = 12  # that put no character behind others and call what nobody knows: a client, no decoder


class Watch:
    """Tells a loop that builds something from one that only goes round."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine
        self.barren = self.opaque = 0

    def begin(self) -> None:
        machine = self.machine
        self.before = (machine.changes, machine.growth, machine.opaque, machine.appended + machine.puts)

    def is_futile(self) -> bool:
        """Whether the last iterations built no text or list, or mostly called what nobody knows."""
        changes, growth, opaque, built = self.before
        machine = self.machine
        if machine.growth > growth:
            self.barren = 0
        else:
            self.barren += 1 if machine.changes > changes else IDLE // BARREN
        if machine.opaque > opaque and machine.appended + machine.puts == built:
            self.opaque += 1
        return self.barren >= IDLE or self.opaque >= OPAQUE
