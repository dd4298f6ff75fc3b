"""The register of nouns, and the noun of this app: lists that are loaded."""

from plumbing.nouns import exports, imports
from plumbing.nouns.registry import FigureRows, MenuGroup, Noun, PageLink, all_nouns, register

__all__ = ["FigureRows", "MenuGroup", "Noun", "PageLink", "all_nouns", "exports", "imports", "register"]
