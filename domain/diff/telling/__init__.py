"""What changes between two definitions mean, in plain words and by risk."""

from domain.diff.telling.lines import lines_of
from domain.diff.telling.model import RISKS, ChangeLine, Risk, pieces

__all__ = ["RISKS", "ChangeLine", "Risk", "lines_of", "pieces"]
