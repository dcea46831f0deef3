"""What skin is spared, colour by colour."""

import numpy as np

from core.solve.guards import lit_faces, skin

LIGHTS = np.zeros((7, 2)), np.zeros((7, 2))


def polar(lightness: float, chroma: float, degrees: float) -> np.ndarray:
    turn = np.radians(degrees)
    return np.array([[lightness, chroma * np.cos(turn), chroma * np.sin(turn)]])


def guarded(own: np.ndarray, wanted: np.ndarray) -> tuple[float, float]:
    """Chroma and hue in degrees of found skin that is wholly held, with no change of light."""
    ((_, a, b),) = skin(own, wanted, LIGHTS, 1.0, np.ones(1))
    return float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)))


def test_skin_turns_by_a_few_degrees_whatever_is_wanted():
    chroma, hue = guarded(polar(0.6, 0.08, 52), polar(0.6, 0.08, 140))
    assert abs(hue - 52) < 8.1
    assert chroma > 0.07


def test_skin_that_is_lightened_is_not_greyed():
    pale, _ = guarded(polar(0.4, 0.06, 52), polar(0.6, 0.02, 52))
    assert pale > 1.2 * 0.06


def test_grey_people_take_the_hue_that_is_wanted():
    _, hue = guarded(polar(0.6, 1e-6, 90), polar(0.6, 0.05, -140))
    assert abs(hue + 140) < 1


def test_skin_under_a_cast_is_not_held_to_the_casts_hue():
    _, hue = guarded(polar(0.6, 0.06, -84), polar(0.6, 0.06, 40))
    assert abs(hue - 40) < 1


def test_green_light_is_taken_less_where_people_fill_the_shot_and_warm_light_is_not():
    green, warm = np.tile([-0.1, 0.05], (7, 1)), np.tile([0.06, 0.08], (7, 1))
    assert np.hypot(*lit_faces(green, 0.12, 1.0).T).max() < 0.06
    np.testing.assert_allclose(lit_faces(green, 0.12, 0.0), green)
    np.testing.assert_allclose(lit_faces(warm, 0.12, 1.0), warm, atol=0.02)
