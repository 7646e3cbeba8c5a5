"""Addresses, schools, homes and centres: by the words they end with, by their numbers, and by what is told of them."""
