"""Retention terms, periods, verdicts: pure functions; the clock is an argument."""
