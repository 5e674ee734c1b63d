"""One graph, read: queries, search, objects, policies, times, coverage."""
