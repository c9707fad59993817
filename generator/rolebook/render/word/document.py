def word_document(*a): return b""
