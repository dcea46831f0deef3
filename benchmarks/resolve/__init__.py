"""The Resolve side as a whole, against a Resolve that runs: whole journeys, and faults."""
