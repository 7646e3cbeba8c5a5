"""What is learnt from examples: features, models, training and measuring."""
