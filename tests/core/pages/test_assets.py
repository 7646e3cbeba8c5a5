"""Drawings and built files are found by plain names, and a missing one says what to do."""

from pathlib import Path

import pytest

from core.pages import assets


def test_a_drawing_without_a_label_is_hidden_from_screen_readers() -> None:
    assert 'aria-hidden="true"' in assets.symbol("mark")


def test_a_label_is_read_aloud_and_cannot_carry_markup() -> None:
    drawn = assets.symbol("mark", label='<b onload="x">')
    assert 'role="img"' in drawn
    assert "<b onload" not in drawn


def test_a_drawing_keeps_its_shape_at_any_size() -> None:
    assert 'width="104" height="68"' in assets.symbol("everyone", size=104)


def test_every_drawing_of_ours_can_be_drawn() -> None:
    for path in assets.SYMBOLS.glob("*.svg"):
        assert "<svg" in assets.symbol(path.stem)


def test_no_drawing_carries_style_or_script_that_the_policy_would_block() -> None:
    for path in assets.SYMBOLS.glob("*.svg"):
        drawing = path.read_text(encoding="utf-8")
        assert " style=" not in drawing and "<style" not in drawing and "<script" not in drawing, path.name


def test_asking_before_the_build_says_what_to_run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(assets, "MANIFEST", tmp_path / "manifest.json")
    with pytest.raises(assets.AssetsNotBuilt, match=r"scripts/build_assets\.py"):
        assets.built_name("service.css")
