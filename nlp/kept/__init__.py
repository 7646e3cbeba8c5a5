"""What a reading leaves in the database, and the figures counted from it."""
