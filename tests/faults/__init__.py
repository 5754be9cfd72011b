"""A server that answers as it is told, for what a real Gradio app does only when it breaks."""
