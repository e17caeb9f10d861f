"""Committed files that are generated: written by one command, and checked to be current by the same."""
