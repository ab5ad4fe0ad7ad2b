"""A blind set: random runs, and what other runs say of them without asking the diagnosis.

`drawing` draws runs of every setting, `trials` trains each and, of each, the standard changes; `rules`
says from those outcomes alone what is true of it; `judging` lays what the app says beside that.
`python -m tests.blind` makes a set of any seed, and says how the diagnosis does on it.
"""
