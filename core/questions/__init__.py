"""Question sets: one definition becomes a form, a page, answers and passages.

A shipped set is YAML, a stored one is JSON of the same shape. Feedback forms and audit templates are both
sets. Start from `shipped.load_sets`, `forms.form_for` and `answers.words_given`.
"""
