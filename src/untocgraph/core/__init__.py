"""Values every stage carries: IRIs, terms, errors, settings."""
