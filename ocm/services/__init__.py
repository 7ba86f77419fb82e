"""What writes: alerts, decisions, deliveries, subscriptions, rules, cameras; one matter per file."""
