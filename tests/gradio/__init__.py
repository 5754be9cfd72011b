"""Tests of the client, against a real Gradio 6, recordings of 4 and 5, and a server that breaks."""
