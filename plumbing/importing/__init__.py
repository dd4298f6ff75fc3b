"""Loading lists: read, check, preview, commit, undo. The apps register the kinds of lists that they understand.

kinds.py       a kind of list and the registry
checking.py    what one row would do, and what is wrong with it
loading.py     the one path of a list, for the wizard and for `manage.py import_list`
staging.py     a list that waits for its commit in the database
undoing.py     a loaded list taken back as one
workbooks.py   the rejected rows, and the empty template, as Excel
"""
