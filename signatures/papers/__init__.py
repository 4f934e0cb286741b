"""The papers of the signing: what is said in each (`compose`), and how it comes onto paper (`typesetting`, the .typ files)."""
