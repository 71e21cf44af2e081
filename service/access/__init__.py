"""Who asks, what they may, how often and how much, and the log of what they changed."""
