"""Forms that outlive the form: the draft that was left, and templates."""
