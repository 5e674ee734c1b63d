"""Events: candidates, which mentions are one event, the event that a text reports, scopes, dates and places."""
