"""From events and rules to due items: when each duty falls due, where it stands, and how that was worked out."""
