"""The words of a handbook: texts in several languages, their inline markup and its canonical form."""
