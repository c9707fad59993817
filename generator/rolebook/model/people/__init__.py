"""The people a handbook is for, as a roster or a certificate names them."""
