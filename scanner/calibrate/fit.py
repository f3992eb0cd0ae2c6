"""The fit: non-negative logistic regression that starts from the authors' points and moves where evidence pushes it."""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from scanner.calibrate.corpus import Sample
from scanner.points import Fit, PointsTable
from scanner.score import Weighed, allot, weigh

__all__ = ["Fitted", "fit", "fold_of", "log_odds", "probability_of"]

FOLDS = 5
# The choice of what counts in a group depends on the weights, so the linear fit is repeated until it settles.
ROUNDS = 4
# Strength of the pull towards the authors' points: about this many archives must disagree to halve a rule.
PULL = 2.0
# A rule may become worth this many times what its author thought; more would be the corpus speaking, not the behaviour.
HIGHEST = 1.6
# Weights never reach zero while fitting, so that a rule can come back; below this they are written as zero.
SMALLEST = 0.02
# A false alarm costs volunteers more often than a miss: honest uploads are thousands of times as many.
BENIGN_WEIGHT = 2.0

# Share of the honest archives below which nothing worth a question fires; the curve follows the tail above.
QUIET_SHARE = 0.9
# A few odd honest archives must not flatten the curve to nothing, nor clean ones steepen it without end.
SLOPES = (0.5, 1.5)
CONTEXT_SHARE = 0.7

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Fitted:
    """A table with what it was measured on: log-odds of every sample by a table that never saw its project."""

    table: PointsTable
    held_out: tuple[float, ...]


def fold_of(project: str, folds: int = FOLDS) -> int:
    """All files of a project fall into one fold, the same in every run."""
    return hashlib.sha256(project.lower().encode()).digest()[0] % folds


def log_odds(sample: Sample, table: PointsTable) -> float:
    """What the score would give the sample."""
    return allot(_weighed(sample, table), table, sample.modules).log_odds(table)


def _weighed(sample: Sample, table: PointsTable) -> list[Weighed]:
    """Without the combinations of an earlier score: they are formed anew."""
    return [weigh(finding, table) for finding in sample.findings if not finding.rule.startswith("combo-")]


def probability_of(value: float) -> float:
    """Log-odds as a probability."""
    return 1 / (1 + math.exp(-max(-700.0, min(700.0, value))))


def fit(
    samples: Sequence[Sample], start: PointsTable, authors: Mapping[str, float], *, prior: float, date: str
) -> Fitted:
    """Fit the rules' points, the combinations' and the curve.

    ``authors`` are the points in the rules' meta and the signals: a rule the samples never show keeps them. ``prior``
    is the probability that an upload is malicious before anything is seen. Same input, same output.
    """
    held_out = np.zeros(len(samples))
    for fold in range(FOLDS):
        seen = [sample for sample in samples if fold_of(sample.project) != fold]
        table = _weights(seen, start, authors)
        for index, sample in enumerate(samples):
            if fold_of(sample.project) == fold:
                held_out[index] = log_odds(sample, table)
    table = _weights(samples, start, authors)
    slope, offset = _curve(held_out, np.array([sample.malicious for sample in samples]), prior)
    base = round(slope * table.base + offset, 3)
    malicious = sum(sample.malicious for sample in samples)
    rules = {name: points for name, points in table.rules.items() if name in authors}
    fitted = msgspec.structs.replace(
        table,
        rules=rules,
        base=base,
        slope=slope,
        # What surrounds a package never alerts alone, wherever the curve lies.
        context_cap=round(min(start.context_cap, max(0.5, -CONTEXT_SHARE * base / slope)), 3),
        fit=Fit(date=date, malicious=malicious, benign=len(samples) - malicious, rules=len(rules), prior=prior),
    )
    adjusted = tuple(slope * value + offset for value in held_out.tolist())
    return Fitted(fitted, adjusted)


def _importance(samples: Sequence[Sample]) -> Vector:
    """Both classes weigh alike before ``BENIGN_WEIGHT``, however many archives each has."""
    malicious = max(1, sum(sample.malicious for sample in samples))
    benign = max(1, len(samples) - malicious)
    half = len(samples) / 2
    return np.array(
        [half / malicious if sample.malicious else BENIGN_WEIGHT * half / benign for sample in samples], dtype=float
    )


def _weights(samples: Sequence[Sample], start: PointsTable, authors: Mapping[str, float]) -> PointsTable:
    """The table with fitted rules, combinations and base, at slope 1."""
    names = sorted(authors) + [combination.name for combination in start.combination]
    column = {name: index for index, name in enumerate(names)}
    wanted = np.array([authors.get(name, 0.0) for name in sorted(authors)] + [c.authored for c in start.combination])
    labels = np.array([1.0 if sample.malicious else -1.0 for sample in samples])
    importance = _importance(samples)
    weights, base = np.maximum(wanted, SMALLEST), start.base
    table = _with(start, names, weights, base)
    for _ in range(ROUNDS):
        features = _features(samples, table, column)
        weights, base = _regress(features, labels, importance, wanted, base)
        table = _with(start, names, np.maximum(weights, SMALLEST), base)
    return _with(start, names, np.where(weights <= SMALLEST, 0.0, weights), base)


def _with(start: PointsTable, names: Sequence[str], weights: Vector, base: float) -> PointsTable:
    by_name = dict(zip(names, (round(value, 3) for value in weights.tolist()), strict=True))
    combinations = tuple(msgspec.structs.replace(c, points=by_name[c.name]) for c in start.combination)
    rules = {name: points for name, points in by_name.items() if not name.startswith("combo-")}
    return msgspec.structs.replace(start, rules=rules, combination=combinations, base=base, slope=1.0)


def _features(samples: Sequence[Sample], table: PointsTable, column: Mapping[str, int]) -> csr_matrix:
    """How often each rule's points counted in each sample: its factors for place, depth and caps, summed."""
    points_of_combination = {c.name: c.points for c in table.combination}
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, sample in enumerate(samples):
        entries = _weighed(sample, table)
        allotted = allot(entries, table, sample.modules)
        for entry, points in zip(entries, allotted.points, strict=True):
            if points > 0 and entry.finding.rule in column:
                rows.append(row)
                columns.append(column[entry.finding.rule])
                values.append(points / entry.base)
        for combination in allotted.combinations:
            rows.append(row)
            columns.append(column[combination.rule])
            values.append(combination.points / points_of_combination[combination.rule])
    return csr_matrix((values, (rows, columns)), shape=(len(samples), len(column)))


def _regress(
    features: csr_matrix, labels: Vector, importance: Vector, wanted: Vector, base: float
) -> tuple[Vector, float]:
    spread = np.maximum(wanted, 0.5)

    def loss(parameters: Vector) -> tuple[float, Vector]:
        weights, offset = parameters[:-1], parameters[-1]
        margin = labels * (features @ weights + offset)
        miss = importance * np.exp(-np.logaddexp(0, margin))
        drift = (weights - wanted) / spread
        value = float(importance @ np.logaddexp(0, -margin) + PULL * drift @ drift)
        slope = -labels * miss
        gradient = np.append(features.T @ slope + 2 * PULL * drift / spread, slope.sum())
        return value, gradient

    bounds = [(0.0, HIGHEST * max(value, SMALLEST)) for value in wanted.tolist()] + [(-12.0, 0.0)]
    found = minimize(
        loss,
        np.append(np.maximum(wanted, SMALLEST), base),
        jac=True,
        method="L-BFGS-B",
        bounds=bounds,
        options={"maxiter": 500},
    )
    return found.x[:-1], float(found.x[-1])


def _curve(log_odds: Vector, malicious: NDArray[np.bool_], prior: float) -> tuple[float, float]:
    """Slope and offset that turn held-out log-odds into what an alert is worth to a volunteer.

    The probability is the share of malicious uploads among all that score this high or higher:
    ``prior * recall / (prior * recall + (1 - prior) * false alarms)``. Recall is close to one where it matters, and
    false alarms fall off exponentially over the honest archives' own tail, so its log-odds are a straight line.
    """
    honest = np.sort(log_odds[~malicious])
    start = float(np.quantile(honest, QUIET_SHARE))
    tail = honest[honest > start] - start
    # One more archive, at the tail's own scale of one, keeps few archives from promising too much.
    scale = (float(tail.sum()) + 1) / (len(tail) + 1)
    share = (len(tail) + 1) / (len(honest) + 1)
    slope = min(max(1 / scale, SLOPES[0]), SLOPES[1])
    at_start = np.log(prior / (1 - prior)) - np.log(share)
    return round(slope, 3), round(float(at_start - slope * start), 3)
