"""The demo: invented people at real tables. `seeding.seed` is the way in.

Every invented person's family name is the word for "example" in his or her language. No real State or organisation is
shown refused, late or at fault; whatever shows that happens to "Example Organisation" and "Example Institute".
"""
