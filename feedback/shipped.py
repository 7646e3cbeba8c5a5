"""The question sets that come with the product. A bad one stops the start, with file and line."""

from pathlib import Path

from core.questions.shipped import load_sets

SHIPPED = load_sets(Path(__file__).with_name("sets"))
