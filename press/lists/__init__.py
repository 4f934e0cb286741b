"""The lists that leave the desk: for the customs, the frequency authority, the escort of a pool."""
