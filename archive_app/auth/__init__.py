"""Who acts and what they may see. Deny by default."""
