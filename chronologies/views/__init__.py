"""The pages of a chronology: the stream, its entries, and what leaves the school."""
