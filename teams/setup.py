"""The first visitor of an empty deployment creates the administrator."""
