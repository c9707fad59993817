"""One module a family of commands: reads, calls, hands results to `store`. The only place that knows every stage."""
