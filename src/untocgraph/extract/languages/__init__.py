"""Texts and passages that are not in English."""
