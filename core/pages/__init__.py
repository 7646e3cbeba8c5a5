"""What every page stands on: whose house it is, its ways in, how it is shown, what is said when it fails."""
