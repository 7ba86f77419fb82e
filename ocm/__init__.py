"""Operations: cameras, incidents, alerts, cases."""
