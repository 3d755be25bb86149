"""Pages of documents turned, moved, taken out, split and joined; the originals are never rewritten, all is undoable."""
