"""Files to models: validation that reports every fault and keeps what is sound."""
