"""Text to tree: tokens, parser and quoting; knows neither Gradio nor terminals."""
