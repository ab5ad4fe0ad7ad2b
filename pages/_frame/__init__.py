"""What all pages stand in: which there are, the script that shows one, and the server's start and end."""
