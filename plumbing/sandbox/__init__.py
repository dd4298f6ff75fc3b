"""What opens a stranger's workbook: a process of its own with little memory and time that knows nothing of the portal.

Broken files make a reader panic, ask for a terabyte or never end. `python -m plumbing.sandbox` reads the file from its
input and writes JSON to its output; nothing in this package imports Django or another part of the project.
"""
