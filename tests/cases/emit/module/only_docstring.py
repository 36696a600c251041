# optimize: 0 2


"""Only a docstring."""
