"""Models learnt from what people decide: training, the test a new one must pass, keeping, and how well each does."""
