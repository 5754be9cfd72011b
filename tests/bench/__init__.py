"""Benchmarks: how much work gshell does beside others that do the same, measured in one run."""
