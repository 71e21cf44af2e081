"""Documents on their way in: off the wire, held to what was announced, judged, and into a queue that has room."""
