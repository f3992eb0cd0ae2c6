"""Recall and false alarms of a table over labelled samples."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scanner.calibrate.corpus import Sample

__all__ = ["THRESHOLDS", "At", "Scored", "at", "curve", "scored"]

THRESHOLDS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99)


@dataclass(frozen=True)
class Scored:
    """A sample with its probability; ``weight`` is how many uploads of its campaign it stands for."""

    sample: Sample
    probability: float
    weight: int = 1

    @property
    def is_wheel(self) -> bool:
        return self.sample.path.endswith(".whl")


@dataclass(frozen=True)
class At:
    """What a threshold gives: shares are 0..1, and 0 where there is nothing to share."""

    threshold: float
    campaigns: int
    found: int
    weight: int
    found_weight: int
    benign_wheels: int
    wheel_alarms: int
    benign_sdists: int
    sdist_alarms: int

    @property
    def recall(self) -> float:
        return self.found / self.campaigns if self.campaigns else 0.0

    @property
    def weighted_recall(self) -> float:
        return self.found_weight / self.weight if self.weight else 0.0

    @property
    def wheel_rate(self) -> float:
        return self.wheel_alarms / self.benign_wheels if self.benign_wheels else 0.0

    @property
    def sdist_rate(self) -> float:
        return self.sdist_alarms / self.benign_sdists if self.benign_sdists else 0.0

    @property
    def precision(self) -> float:
        """Of the alerts among these samples, the share that is malicious."""
        alerts = self.found + self.wheel_alarms + self.sdist_alarms
        return self.found / alerts if alerts else 1.0


def scored(
    samples: Sequence[Sample],
    probability: Callable[[Sample], float],
    weight: Callable[[Sample], int] = lambda _sample: 1,
) -> list[Scored]:
    """Every sample with its probability."""
    return [Scored(sample, probability(sample), weight(sample)) for sample in samples]


def at(rows: Sequence[Scored], threshold: float) -> At:
    """Count alerts at one threshold."""
    malicious = [row for row in rows if row.sample.malicious]
    wheels = [row for row in rows if not row.sample.malicious and row.is_wheel]
    sdists = [row for row in rows if not row.sample.malicious and not row.is_wheel]
    found = [row for row in malicious if row.probability >= threshold]
    return At(
        threshold=threshold,
        campaigns=len(malicious),
        found=len(found),
        weight=sum(row.weight for row in malicious),
        found_weight=sum(row.weight for row in found),
        benign_wheels=len(wheels),
        wheel_alarms=sum(row.probability >= threshold for row in wheels),
        benign_sdists=len(sdists),
        sdist_alarms=sum(row.probability >= threshold for row in sdists),
    )


def curve(rows: Sequence[Scored], thresholds: Sequence[float] = THRESHOLDS) -> list[At]:
    """Counts over thresholds, lowest first."""
    return [at(rows, threshold) for threshold in thresholds]
