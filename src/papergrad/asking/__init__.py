"""Questions that somebody puts to a paper: a gradient, the way to it, a program."""
