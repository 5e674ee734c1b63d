"""Values that a text states in closed forms: numbers, dates, counts, citations of provisions and documents."""
