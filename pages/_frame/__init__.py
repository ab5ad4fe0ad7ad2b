"""What all pages stand in: which there are, the script that shows one, their look and words, and the server's
start and end.
"""
