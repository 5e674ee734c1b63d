"""Who said what: the floor, quotations, sentences of reported speech, clauses of resolutions."""
