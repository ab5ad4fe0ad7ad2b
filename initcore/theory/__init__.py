"""What mean-field theory predicts of a network before it is trained."""
