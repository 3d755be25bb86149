"""Tests of the product: unit, integration, end to end, drills, figures."""
