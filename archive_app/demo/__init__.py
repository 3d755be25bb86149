"""Sample scans of the product's own: school records of invented people, drawn, spoiled as by a scanner, with truth."""
