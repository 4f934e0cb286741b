"""The papers of the signing: what is said in each (`compose`), and how it looks (the .typ files)."""
