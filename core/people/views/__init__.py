"""Pages for a person's own account and for the administrator's care of people, settings and trail."""
