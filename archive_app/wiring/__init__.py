"""Parts of the composition root, one area a file."""
