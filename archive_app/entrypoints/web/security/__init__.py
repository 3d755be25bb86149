"""Sign-in in the browser: Flask-Security's views over our own accounts (docs/adr/0008-sign-in.md)."""
