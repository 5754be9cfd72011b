"""`python -m gshell.demo`: serves the bundled app, as `gshell --demo` does in a child process."""

from gshell.demo.serve import main

main()
