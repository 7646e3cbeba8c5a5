"""Who works with Heard: authority, service areas, teams, people and what they may do."""
