"""Operations: cameras, alerts, cases; who is competent, who is told, by when."""
