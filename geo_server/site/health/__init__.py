"""Is everything well? One small check per thing, each with the sentence that mends it."""
