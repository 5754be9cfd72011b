"""The bundled Gradio app, and starting and stopping it."""

from pathlib import Path

TOUR = Path(__file__).with_name("tour.gsh")
"""The script that `gshell --demo` runs where there is no terminal."""
