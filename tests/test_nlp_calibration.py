"""Thresholds chosen on articles set aside."""

from collections.abc import Sequence

import numpy as np
import pytest

from core.article import TOPICS
from nlp.calibration import GRID, Calibration, calibrate
from nlp.corpus import load

RECORDS = load()[:40]
ROLES = np.array([[True, False], [True, False], [False, True], [False, True], [False, False], [False, False]])


def chosen(roles: Sequence[tuple[float, float]]) -> Calibration:
    """What is chosen where topics and relevance are told apart at random, and these are the scores of the roles."""
    drawn = np.random.default_rng(1)
    scores = np.array(roles)
    logits = np.log(scores / (1 - scores))
    return calibrate(RECORDS, drawn.normal(size=(len(RECORDS), 3)), drawn.normal(size=(len(RECORDS), len(TOPICS))), logits, ROLES)


def test_the_cut_between_roles_stands_in_the_middle_of_all_that_are_as_good() -> None:
    """Every cut between 0.3 and 0.8 parts primary ones from the others: the lowest one would be luck."""
    cuts = chosen([(0.8, 0.5), (0.9, 0.5), (0.3, 0.7), (0.2, 0.8), (0.1, 0.2), (0.2, 0.3)]).roles
    assert cuts == pytest.approx((0.555, 0.505), abs=0.01)


def test_cuts_serve_both_roles_together() -> None:
    """A cut for primary that is as good for it alone, and takes what is mentioned, is not chosen."""
    primary, mentioned = chosen([(0.8, 0.5), (0.3, 0.2), (0.5, 0.9), (0.2, 0.8), (0.1, 0.2), (0.2, 0.3)]).roles
    assert primary > 0.5
    assert 0.3 < mentioned < 0.8


def test_thresholds_stay_within_the_grid() -> None:
    """Of topics too, whatever the scores are."""
    found = chosen([(0.5, 0.5)] * 6)
    assert all(GRID[0] <= cut <= GRID[-1] for cut in (*found.thresholds, *found.roles))
