"""Values that a text writes in closed forms: citations of provisions, resolutions and documents."""
