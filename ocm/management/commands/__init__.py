"""`./diaban manage …`: load rules, import cameras."""
