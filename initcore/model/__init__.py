"""The mathematics of a network: activations, losses, optimizers, how weights are drawn, forward and
backward.
"""
