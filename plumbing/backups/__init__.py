"""Backups: everything that a portal needs to come back (rows, uploaded files, keys) in one encrypted file.

`archive` packs and encrypts, `databases` writes and reads the rows, `keys` knows which keys a portal has, `proofs`
shows that what came back is whole. The commands `backup` and `restore` put them together.
"""
