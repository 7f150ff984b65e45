"""An empty page, so that the menu is whole."""

from ui.frame import guard

guard()
