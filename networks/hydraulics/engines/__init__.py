"""The engines. Each module is a program of its own that runs in a limited child process and knows no Django."""
