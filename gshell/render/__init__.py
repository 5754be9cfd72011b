"""Objects to styled text; decides nothing and prints nothing."""
