"""The table file: written and read without loss, refused when it cannot be right."""

from pathlib import Path

import pytest

from scanner.points import Combination, Fit, PointsError, PointsTable, load_points, render_points
from scanner.report import Scope
from scanner.ruleset import DEFAULT_RULES

TABLE = PointsTable(
    fit=Fit(date="2026-01-02", malicious=3, benign=4, rules=2, prior=0.02),
    base=-5.25,
    slope=0.9,
    rules={"exec_decoded": 4.125, "name-typosquat": 1.0},
    combination=(
        Combination(
            name="combo-x",
            description='Reads "secrets" and sends',
            needs=(("theft",), ("channel", "download")),
            authored=1.0,
            points=1.25,
            scope=(Scope.SETUP,),
        ),
    ),
)


def test_a_table_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "points.toml"
    path.write_text(render_points(TABLE))
    assert load_points(path) == TABLE


def test_the_same_table_is_always_written_alike() -> None:
    turned = PointsTable(
        **{**{f: getattr(TABLE, f) for f in TABLE.__struct_fields__}, "rules": dict(reversed(TABLE.rules.items()))}
    )
    assert render_points(turned) == render_points(TABLE)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[rules]\nexec_decoded = -1.0\n", "negative points for exec_decoded"),
        ("[rules\n", "points.toml"),
        ("bass = 1.0\n", "bass"),
        ('base = "low"\n', "float"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused_with_the_reason(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "points.toml"
    path.write_text(text)
    with pytest.raises(PointsError, match=complaint):
        load_points(path)


def test_the_table_beside_the_rules_is_well_formed_and_context_alone_stays_below_the_threshold() -> None:
    table = load_points(DEFAULT_RULES / "points.toml")
    assert table.base + table.slope * table.context_cap < 0
