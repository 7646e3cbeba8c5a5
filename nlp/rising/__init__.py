"""Words that more people use than before."""
