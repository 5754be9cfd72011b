"""Runs the tree: values, commands as data, binding, evaluation, completion."""
